gigapod_test(report_tests LAYERS base hardware fabric model cluster policy serving scenario record analysis compare report
  SOURCES
    ${PROJECT_SOURCE_DIR}/tests/browser/hostile_run.cpp
    ${PROJECT_SOURCE_DIR}/tests/browser/sample_cubes.cpp
    ${PROJECT_SOURCE_DIR}/tests/browser/sample_plan.cpp
    ${PROJECT_SOURCE_DIR}/tests/browser/sample_run.cpp
    ${PROJECT_SOURCE_DIR}/tests/browser/sample_scaling.cpp
    ${PROJECT_SOURCE_DIR}/tests/browser/sample_service.cpp
    ${PROJECT_SOURCE_DIR}/tests/browser/sample_study.cpp
    analysis/report/figure_quotients_test.cpp
    analysis/report/report_chart_files_test.cpp
    analysis/report/report_cube_map_test.cpp
    analysis/report/report_downsample_test.cpp
    analysis/report/report_heat_map_test.cpp
    analysis/report/report_plan_test.cpp
    analysis/report/report_study_test.cpp
    analysis/report/report_test.cpp
    analysis/report/report_timeline_test.cpp
  LIBRARIES yaml-cpp SQLite::SQLite3 nlohmann_json::nlohmann_json)
