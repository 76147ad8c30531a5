gigapod_test(serving_tests LAYERS base hardware fabric model policy serving
  SOURCES serving/generate_requests_test.cpp serving/request_summary_test.cpp)
