add_executable(failure_bench failure_bench.cpp)
foreach(layer IN ITEMS base hardware fabric topologies model policy cluster serving scenario record engine chip_flows)
  target_sources(failure_bench PRIVATE $<TARGET_OBJECTS:gigapod_${layer}>)
endforeach()
target_include_directories(failure_bench PRIVATE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
target_compile_definitions(failure_bench PRIVATE GIGAPOD_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(failure_bench PRIVATE benchmark::benchmark GTest::gtest fmt::fmt spdlog::spdlog Boost::headers yaml-cpp
                                            SQLite::SQLite3 nlohmann_json::nlohmann_json ${SIMGRID_LIBRARY}
                                            ${XXHASH_LIBRARY})
