gigapod_test(record_tests LAYERS base record
  SOURCES record/block_ranges_test.cpp record/database_test.cpp record/disk_failure_test.cpp record/metric_buffer_test.cpp record/metric_definitions_test.cpp
          record/run_folder_test.cpp
          record/run_json_test.cpp record/run_writer_test.cpp record/schema_test.cpp record/sweep_journal_test.cpp
          record/system_error_text_test.cpp
  LIBRARIES SQLite::SQLite3 nlohmann_json::nlohmann_json)
