add_executable(chip_flows_bench chip_flows_bench.cpp)
foreach(layer IN ITEMS base hardware fabric model chip_flows)
  target_sources(chip_flows_bench PRIVATE $<TARGET_OBJECTS:gigapod_${layer}>)
endforeach()
target_include_directories(chip_flows_bench PRIVATE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
target_link_libraries(chip_flows_bench PRIVATE benchmark::benchmark fmt::fmt spdlog::spdlog Boost::headers
                                               ${XXHASH_LIBRARY} ${SIMGRID_LIBRARY})
