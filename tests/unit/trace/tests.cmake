gigapod_test(trace_tests LAYERS base hardware fabric model trace trace_messages
             SOURCES trace/read_trace_test.cpp trace/schedule_test.cpp trace/trace_cost_test.cpp
                     trace/trace_machine_test.cpp trace/trace_step_test.cpp trace/trace_tasks_test.cpp
             LIBRARIES protobuf::libprotobuf)
add_executable(write_example_trace trace/write_example_trace.cpp)
target_include_directories(write_example_trace PRIVATE ${PROJECT_SOURCE_DIR})
