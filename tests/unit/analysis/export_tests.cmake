gigapod_test(export_tests LAYERS base hardware fabric model cluster policy serving scenario record analysis export
  SOURCES analysis/export/run_tables_test.cpp analysis/export/run_trace_test.cpp analysis/export/trace_events_test.cpp
  LIBRARIES yaml-cpp SQLite::SQLite3 nlohmann_json::nlohmann_json)
