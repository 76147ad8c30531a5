gigapod_test(policy_tests LAYERS base hardware fabric policy SOURCES
  policy/placement_test.cpp policy/reservation_test.cpp policy/scheduler_test.cpp)
