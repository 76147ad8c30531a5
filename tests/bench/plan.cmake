add_executable(plan_bench ${CMAKE_CURRENT_LIST_DIR}/plan_bench.cpp)
target_link_libraries(plan_bench PRIVATE gigapod benchmark::benchmark_main fmt::fmt)
target_include_directories(plan_bench PRIVATE ${PROJECT_SOURCE_DIR})
