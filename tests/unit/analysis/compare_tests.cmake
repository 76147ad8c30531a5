gigapod_test(compare_tests LAYERS base hardware fabric model cluster policy serving scenario record analysis compare
  SOURCES analysis/compare/comparison_test.cpp analysis/compare/significance_test.cpp
          analysis/compare/tolerance_test.cpp
  LIBRARIES yaml-cpp SQLite::SQLite3 nlohmann_json::nlohmann_json)
