add_executable(engine_bench engine_bench.cpp)
foreach(layer IN ITEMS base hardware fabric topologies model policy cluster serving scenario record engine)
  target_sources(engine_bench PRIVATE $<TARGET_OBJECTS:gigapod_${layer}>)
endforeach()
target_include_directories(engine_bench PRIVATE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
target_link_libraries(engine_bench PRIVATE benchmark::benchmark fmt::fmt spdlog::spdlog Boost::headers yaml-cpp
                                           SQLite::SQLite3 nlohmann_json::nlohmann_json ${SIMGRID_LIBRARY}
                                           ${XXHASH_LIBRARY})

add_executable(simgrid_bench simgrid_bench.cpp)
target_link_libraries(simgrid_bench PRIVATE benchmark::benchmark ${SIMGRID_LIBRARY})
