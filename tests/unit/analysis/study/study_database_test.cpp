#include "analysis/study/study_database.hpp"

#include "analysis/study/study_sensitivity.hpp"
#include "sim/record/database.hpp"
#include "tests/unit/analysis/study/sampled_results.hpp"
#include "tests/unit/record/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

StudyResults results_with_gap() {
  StudyResults results = sampled_results(SampleMethod::kMorris, 3, [](const SamplePoint& x) { return x[0]; });
  results.rows[2].measures[0] = {};
  results.rows[2].runs.clear();
  results.failures = {{2, 1, "died"}, {2, {}, "no"}};
  return results;
}

double number(Database& database, const std::string& query) {
  Statement statement = database.prepare(query);
  return statement.next() && !statement.is_null(0) ? statement.real(0) : -1.0;
}

TEST(StudyDatabase, HoldsWhatTheResultsHold) {
  const TemporaryFolder root;
  const StudyResults results = results_with_gap();

  write_text(root / "results.sqlite", study_database(results));

  Database database = Database::open_to_read(root / "results.sqlite");
  EXPECT_EQ(number(database, "SELECT mean FROM results WHERE \"case\" = 1"), results.rows[1].measures[0].mean);
  EXPECT_EQ(number(database, "SELECT mean FROM results WHERE \"case\" = 2"), -1.0);
  EXPECT_EQ(number(database, "SELECT count(*) FROM runs"), 2.0 * 18 - 2);
  EXPECT_EQ(number(database, "SELECT count(*) FROM cases WHERE axis = 'habit' AND value = 'new'"), 9.0);
  EXPECT_EQ(number(database, "SELECT count(*) FROM failures WHERE seed IS NULL"), 1.0);
  EXPECT_EQ(
      number(
          database,
          "SELECT value FROM sensitivity WHERE first_case = 9 AND axis = 'bandwidth' AND \"index\" = 'mean_effect'"),
      sensitivities(results)[1].axes[0].estimates[1].value);
}

TEST(StudyDatabase, TheSameResultsGiveTheSameBytes) {
  EXPECT_EQ(study_database(results_with_gap()), study_database(results_with_gap()));
}

}  // namespace
}  // namespace gigapod
