gigapod_test(scenario_tests LAYERS base hardware fabric topologies model policy scenario
  SOURCES scenario/bad_input_test.cpp scenario/catalog_test.cpp scenario/document_hash_test.cpp scenario/document_test.cpp scenario/document_yaml_test.cpp scenario/extends_test.cpp
          scenario/flat_values_test.cpp
          scenario/mutation_test.cpp scenario/read_value_test.cpp scenario/resolve_test.cpp scenario/scenario_fields_test.cpp scenario/schema_test.cpp
          scenario/study_refusals_test.cpp scenario/study_test.cpp scenario/yaml_writer_test.cpp
  LIBRARIES yaml-cpp nlohmann_json::nlohmann_json)
