gigapod_test(trace_tests LAYERS base hardware fabric model trace
             SOURCES trace/read_trace_test.cpp trace/schedule_test.cpp trace/trace_cost_test.cpp
                     trace/trace_machine_test.cpp trace/trace_step_test.cpp trace/trace_tasks_test.cpp
                     trace/wire_fault_test.cpp
             LIBRARIES gigapod_trace_messages)
add_executable(write_example_trace trace/write_example_trace.cpp)
target_include_directories(write_example_trace PRIVATE ${PROJECT_SOURCE_DIR})
