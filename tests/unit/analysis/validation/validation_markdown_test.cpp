#include "analysis/validation/validation_markdown.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

Validation made_validation() {
  Validation validation;
  for (const double simulated : {9.0, 13.0}) {
    ValidationRow row{"7", "v5e dense single-slice", "", "Made", "v5e", ""};
    row.measured = 10.0;
    row.simulated = simulated;
    row.unit.assign(1, 's');
    row.dominant = "compute";
    row.run = {512, 2, 1024, 2048, 0.5, 0.5};
    validation.rows.push_back(row);
  }
  return validation;
}

TEST(ValidationMarkdown, WritesTablesBetweenTheirMarksAndLeavesTheRest) {
  Diagnostics findings;

  const std::string text = with_tables("a.md",
                                       "# Title\n<!-- validate: worst -->\nold\n<!-- validate: end -->\nmore\n"
                                       "<!-- validate: training TPU -->\n<!-- validate: end -->\n",
                                       made_validation(), findings);

  EXPECT_EQ(findings.text(), "");
  EXPECT_EQ(text,
            "# Title\n<!-- validate: worst -->\n| row | family | what | error | most time in |\n"
            "| --- | --- | --- | ---: | --- |\n| 7 | v5e dense single-slice | Made | +30.0% | compute |\n"
            "<!-- validate: end -->\nmore\n<!-- validate: training TPU -->\n"
            "| row | chip | model | slices x chips | measured | simulated | unit | error | most time in |\n"
            "| --- | --- | --- | --- | ---: | ---: | --- | ---: | --- |\n"
            "| 7 | v5e | Made | 2 x 256 | 10.000 | 9.000 | s | -10.0% | compute |\n"
            "| 7 | v5e | Made | 2 x 256 | 10.000 | 13.000 | s | +30.0% | compute |\n<!-- validate: end -->\n");
  Diagnostics again;
  EXPECT_EQ(with_tables("a.md", text, made_validation(), again), text);
}

TEST(ValidationMarkdown, NamesMarksThatItCannotFill) {
  Diagnostics findings;
  (void)with_tables("a.md", "<!-- validate: worse -->\n<!-- validate: end -->\n", made_validation(), findings);
  (void)with_tables("b.md", "x\n<!-- validate: worst -->\n", made_validation(), findings);

  EXPECT_EQ(findings.text(),
            "a.md:1:1: error: there is no table 'worse'\n  <!-- validate: worse -->\n  ^\n"
            "  the tables: flows, ranking, scores, serving, serving requests, serving rooflines, serving surrogate, "
            "slice loss, "
            "targets, training GPU, training TPU, worst\n"
            "b.md:2:1: error: the table 'worst' has no end\n  <!-- validate: worst -->\n  ^\n"
            "  end it with a line <!-- validate: end -->\n2 errors\n");
}

}  // namespace
}  // namespace gigapod
