gigapod_test(scenario_tests LAYERS base hardware fabric topologies model policy scenario
  SOURCES scenario/bad_input_test.cpp
  LIBRARIES yaml-cpp nlohmann_json::nlohmann_json)
