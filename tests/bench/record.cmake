add_executable(record_bench record_bench.cpp)
foreach(layer IN ITEMS base hardware fabric topologies model cluster policy serving scenario record analysis)
  target_sources(record_bench PRIVATE $<TARGET_OBJECTS:gigapod_${layer}>)
endforeach()
target_include_directories(record_bench PRIVATE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
target_link_libraries(record_bench PRIVATE benchmark::benchmark fmt::fmt spdlog::spdlog Boost::headers yaml-cpp
                                           SQLite::SQLite3 nlohmann_json::nlohmann_json ${XXHASH_LIBRARY})
