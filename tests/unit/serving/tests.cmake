gigapod_test(serving_tests LAYERS base hardware fabric model policy serving SOURCES
  serving/date_time_test.cpp
  serving/decode_batch_test.cpp
  serving/disaggregation_test.cpp
  serving/generate_requests_test.cpp
  serving/json_members_test.cpp
  serving/monotone_curve_test.cpp
  serving/pool_control_test.cpp
  serving/prefix_cache_test.cpp
  serving/read_requests_test.cpp
  serving/request_policies_test.cpp
  serving/request_summary_test.cpp
  serving/serve_laws_test.cpp
  serving/serve_test.cpp
  serving/serving_setup_test.cpp
  serving/speculation_test.cpp
  serving/surrogate_test.cpp
)
