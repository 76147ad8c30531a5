gigapod_test(base_tests LAYERS base SOURCES
  base/quantity_test.cpp base/dimension_test.cpp base/suggestion_test.cpp base/diagnostics_test.cpp
  base/random_test.cpp base/series_test.cpp base/hash_test.cpp base/registry_test.cpp base/check_test.cpp base/program_build_test.cpp base/text_of_file_test.cpp
  base/child_processes_test.cpp base/sampling_test.cpp base/worker_threads_test.cpp)
