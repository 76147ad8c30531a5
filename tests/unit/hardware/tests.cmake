gigapod_test(hardware_tests LAYERS base hardware
  SOURCES hardware/chip_test.cpp hardware/cooling_test.cpp hardware/efficiency_test.cpp hardware/pod_test.cpp
          hardware/redundancy_test.cpp hardware/shape_test.cpp hardware/site_test.cpp hardware/utility_limits_test.cpp)
