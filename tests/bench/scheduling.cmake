add_executable(scheduling_bench scheduling_bench.cpp)
foreach(layer IN ITEMS base hardware fabric policy)
  target_sources(scheduling_bench PRIVATE $<TARGET_OBJECTS:gigapod_${layer}>)
endforeach()
target_include_directories(scheduling_bench PRIVATE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
target_link_libraries(scheduling_bench PRIVATE benchmark::benchmark fmt::fmt spdlog::spdlog Boost::headers
                                               ${XXHASH_LIBRARY})
