add_executable(trace_bench ${CMAKE_CURRENT_LIST_DIR}/trace_bench.cpp)
foreach(layer IN ITEMS base hardware fabric model trace trace_messages)
  target_sources(trace_bench PRIVATE $<TARGET_OBJECTS:gigapod_${layer}>)
endforeach()
target_include_directories(trace_bench PRIVATE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
target_link_libraries(trace_bench PRIVATE benchmark::benchmark_main fmt::fmt spdlog::spdlog Boost::headers
                                          ${XXHASH_LIBRARY} protobuf::libprotobuf)
