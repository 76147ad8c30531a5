gigapod_test(policy_tests LAYERS base hardware fabric policy SOURCES
  policy/autoscaler_test.cpp policy/placement_test.cpp policy/reservation_test.cpp policy/scheduler_test.cpp
  policy/backfill_schedules_test.cpp policy/defragmentation_test.cpp policy/domain_placement_test.cpp policy/policy_laws_test.cpp policy/power_cap_test.cpp policy/power_give_back_test.cpp policy/sharing_policies_test.cpp)
