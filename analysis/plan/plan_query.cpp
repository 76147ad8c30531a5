#include "analysis/plan/plan_query.hpp"

#include "sim/base/hash.hpp"
#include "sim/base/program_build.hpp"
#include "sim/scenario/scenario_fields.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <variant>

namespace gigapod {
namespace {

void add(Fingerprint& hash, const FieldValue& value) {
  if (const auto* number = std::get_if<double>(&value)) hash.add(*number);
  if (const auto* integer = std::get_if<std::int64_t>(&value)) hash.add(*integer);
  if (const auto* flag = std::get_if<bool>(&value)) hash.add(std::int64_t{*flag});
  if (const auto* text = std::get_if<std::string>(&value)) hash.add(std::string_view(*text));
  if (const auto* lengths = std::get_if<std::vector<int>>(&value)) {
    hash.add(static_cast<std::int64_t>(lengths->size()));
    for (const int length : *lengths) hash.add(std::int64_t{length});
  }
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
    hash.add(static_cast<std::int64_t>(texts->size()));
    for (const std::string& text : *texts) hash.add(std::string_view(text));
  }
}

template <class T>
void add(Fingerprint& hash, const FieldList<T>& fields, const T& object) {
  for (const auto& entry : fields.entries()) add(hash, entry.read(object));
}

void add(Fingerprint& hash, std::initializer_list<std::int64_t> numbers) {
  for (const std::int64_t number : numbers) hash.add(number);
}

void add(Fingerprint& hash, const PlanSpace& space) {
  const LayoutSpace& layouts = space.layouts;
  add(hash, parallelism_fields(), layouts.fixed);
  add(hash, {layouts.most_tensor, layouts.most_pipeline, layouts.most_context, layouts.least_tokens_of_context,
             layouts.has_light_end_stages, layouts.mixes_replicas, space.tries_sharded_optimizer,
             space.splits_few_sequences_only, space.doubles_passes_only, space.rounds_that_fill,
             static_cast<int>(space.batch_rule)});
  for (const Precision precision : space.precisions) hash.add(static_cast<std::int64_t>(precision));
  for (const RematPolicy& policy : space.remats) {
    add(hash, {static_cast<int>(policy.remat), policy.saved_tensors, policy.offloaded_tensors});
  }
  for (const int interleave : space.interleaves) hash.add(std::int64_t{interleave});
}

}  // namespace

std::string_view objective_name(PlanObjective objective) {
  static constexpr std::array<std::string_view, 4> kNames = {"time", "cost", "energy", "chips"};
  return kNames[static_cast<std::size_t>(objective)];
}

std::string fingerprint(const PlanQuery& query) {
  Fingerprint hash;
  hash.add(std::string_view(program_build()));
  add(hash, transformer_fields(), query.start.model);
  add(hash, training_plan_fields(), query.start);
  add(hash, parallelism_fields(), query.start.parallelism);
  add(hash, pod_fields(), query.pod);
  add(hash, chip_fields(), query.chip);
  add(hash, dcn_fields(), query.site.dcn);
  add(hash, storage_fields(), query.site.storage);
  hash.add(query.site.power.pue);
  for (const FailureClass& failure : query.failures.failures) add(hash, failure_class_fields(), failure);
  for (const CheckpointTier& tier : query.failures.tiers) add(hash, checkpoint_tier_fields(), tier);
  add(hash, recovery_fields(), query.failures.recovery);
  for (const double number : {query.failures.restart_time.value(), query.failures.checkpoint_interval.value(),
                              query.tokens, query.price ? query.price->value() : -1.0, query.limits.deadline.value(),
                              query.limits.budget.value(), query.limits.power.value()}) {
    hash.add(number);
  }
  add(hash, {query.failures.checkpoints_async, query.failures.reroutes, query.least_chips, query.most_chips,
             query.slices, query.most_batch, static_cast<int>(query.objective), query.top});
  if (query.slice) add(hash, FieldValue(query.slice->axes));
  add(hash, query.space);
  return hash.hex();
}

}  // namespace gigapod
