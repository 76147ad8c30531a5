gigapod_test(analysis_tests LAYERS base record analysis
  SOURCES analysis/number_text_test.cpp analysis/read_run_test.cpp analysis/run_data_test.cpp analysis/summary_test.cpp
          analysis/text_table_test.cpp analysis/workload_tables_test.cpp
  LIBRARIES SQLite::SQLite3 nlohmann_json::nlohmann_json)
