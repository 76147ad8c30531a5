#include "sim/scenario/scenario_fields.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gigapod {
namespace {

/// The object after the value is written to the field of that name.
template <class T>
T written(const FieldList<T>& list, const std::string& name, const FieldValue& value) {
  T object;
  for (const auto& entry : list.entries()) {
    if (entry.field.name == name) entry.write(object, value);
  }
  return object;
}

TEST(ScenarioFields, ChoicesMeanTheirEnumerators) {
  const auto plan = training_plan_fields();

  EXPECT_EQ(written(plan, "precision", std::string("fp4")).precision, Precision::kFp4);
  EXPECT_EQ(written(plan, "precision", std::string("int8")).precision, Precision::kInt8);
  EXPECT_EQ(written(plan, "remat", std::string("none")).remat, Remat::kNone);
  EXPECT_EQ(written(plan, "remat", std::string("offload")).remat, Remat::kOffload);
  EXPECT_EQ(written(serving_plan_fields(), "precision", std::string("fp8")).precision, Precision::kFp8);
  EXPECT_EQ(written(failure_class_fields(), "scope", std::string("ocs")).scope, FailureScope::kOcs);
  EXPECT_EQ(written(failure_class_fields(), "scope", std::string("job")).scope, FailureScope::kJob);
  EXPECT_EQ(written(transformer_fields(), "mlp", std::string("plain")).mlp, MlpKind::kPlain);
  EXPECT_EQ(written(transformer_fields(), "attention", std::string("full")).attention, AttentionKind::kFull);
}

TEST(ScenarioFields, SavedTensorsAreTheirBits) {
  const auto plan = training_plan_fields();
  const std::vector<std::string> names = {"qkv", "mlp_out"};

  const TrainingPlan kept = written(plan, "saved_tensors", names);

  EXPECT_EQ(kept.saved_tensors,
            static_cast<unsigned>(SavedTensor::kQkv) | static_cast<unsigned>(SavedTensor::kMlpOut));
  for (const auto& entry : plan.entries()) {
    if (entry.field.name != "saved_tensors") continue;
    EXPECT_EQ(std::get<std::vector<std::string>>(entry.read(kept)), names);
  }
}

template <class T>
void expect_described(const FieldList<T>& list, std::set<std::string>& names) {
  for (const auto& entry : list.entries()) {
    EXPECT_TRUE(names.insert(entry.field.name).second) << entry.field.name;
    EXPECT_EQ(entry.field.sentence.empty() ? ' ' : entry.field.sentence.back(), '.') << entry.field.name;
  }
}

TEST(ScenarioFields, OfOneSectionHaveDistinctNamesAndSentences) {
  std::set<std::string> job = {"model", "parallelism", "published"};
  expect_described(job_fields(), job);
  expect_described(training_plan_fields(), job);
  expect_described(slice_count_fields(), job);
  std::set<std::string> fleet = {"model", "demand"};
  expect_described(fleet_fields(), fleet);
  expect_described(serving_plan_fields(), fleet);
  std::set<std::string> scenario;
  expect_described(scenario_fields(), scenario);
}

TEST(ScenarioFields, CoverEveryFieldOfAPlan) {
  TrainingPlan from;
  from.parallelism = {};
  from.global_batch = 3;
  from.sequence_length = 5;
  from.precision = Precision::kFp8;
  from.remat = Remat::kMinimal;
  from.gradient_accumulation = 7;
  from.parameter_bytes = 2.0;
  from.optimizer_bytes = 4.0;
  from.gradient_bytes = 2.5;
  from.saved_tensors = 5;
  from.shards_optimizer = true;
  TrainingPlan to;

  const auto list = training_plan_fields();
  for (const auto& entry : list.entries()) entry.write(to, entry.read(from));

  EXPECT_EQ(to, from);
}

}  // namespace
}  // namespace gigapod
