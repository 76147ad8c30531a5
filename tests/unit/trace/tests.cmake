gigapod_test(trace_tests LAYERS base hardware fabric model trace trace_messages
             SOURCES trace/read_trace_test.cpp
             LIBRARIES protobuf::libprotobuf)
