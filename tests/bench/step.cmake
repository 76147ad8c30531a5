add_executable(step_bench ${CMAKE_CURRENT_LIST_DIR}/step_bench.cpp)
foreach(layer IN ITEMS base hardware fabric model)
  target_sources(step_bench PRIVATE $<TARGET_OBJECTS:gigapod_${layer}>)
endforeach()
target_include_directories(step_bench PRIVATE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
target_link_libraries(step_bench PRIVATE benchmark::benchmark_main fmt::fmt spdlog::spdlog Boost::headers
                                         ${XXHASH_LIBRARY})
