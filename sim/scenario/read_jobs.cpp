#include "sim/scenario/read_jobs.hpp"

#include "sim/scenario/find_spec.hpp"
#include "sim/scenario/mapping_reader.hpp"
#include "sim/scenario/read_job_stream.hpp"
#include "sim/scenario/scenario_fields.hpp"

#include <fmt/format.h>

namespace gigapod {
namespace {

/// "job 'frontier'", or "a job" while it has no name.
std::string called(const std::string& kind, const DocumentNode& item) {
  const DocumentNode* name = item.find("name");
  if (name == nullptr || !name->is_scalar()) return "a " + kind;
  return fmt::format("{} '{}'", kind, name->text);
}

bool check_list(const DocumentNode& list, const std::string& key, Findings& findings) {
  if (list.is_sequence()) return true;
  findings.error(list.label, fmt::format("'{}' expects a list", key), "one item a line, each starting with `- `");
  return false;
}

void read_parallelism(MappingReader& reader, int slices, Findings& findings, JobSpec& job) {
  const DocumentNode* node = reader.take("parallelism");
  if (node == nullptr) {
    job.plan.parallelism.fsdp = std::max(1, job.slice.chips());
    job.plan.parallelism.dcn_data = std::max(1, slices);
    return;
  }
  MappingReader degrees(*node, "'parallelism'", findings);
  degrees.read(parallelism_fields(), job.plan.parallelism);
  degrees.finish();
}

void read_published(MappingReader& reader, Findings& findings, JobSpec& job) {
  const DocumentNode* node = reader.take("published");
  if (node == nullptr) return;
  PublishedFigures figures;
  MappingReader published(*node, "'published'", findings);
  published.read(published_fields(), figures);
  published.finish();
  job.published = figures;
}

void read_tiers(MappingReader& reader, Findings& findings, JobSpec& job) {
  const DocumentNode* list = reader.take("checkpoint_tiers");
  if (list == nullptr || !check_list(*list, "checkpoint_tiers", findings)) return;
  for (const DocumentNode& item : list->items) {
    MappingReader tier(item, "'checkpoint_tiers'", findings);
    CheckpointTier value;
    if (tier.read(checkpoint_tier_fields(), value, true, kTierWords)) job.checkpoint_tiers.push_back(value);
    tier.finish();
  }
}

void read_job(const DocumentNode& item, const Catalog& catalog, Findings& findings, Scenario& scenario,
              ScenarioPlaces& places) {
  const std::size_t errors = findings.error_count();
  MappingReader reader(item, called("job", item), findings);
  if (!reader.is_valid()) return;
  JobSpec job;
  reader.read(job_fields(), job, true, kJobWords);
  read_model(reader, catalog, findings, job.plan.model);
  if (job.is_inference()) {
    job.inference.emplace();
    reader.read(serving_plan_fields(), *job.inference, true, kFleetWords);
    job.inference->model = job.plan.model;
  } else {
    reader.read(training_plan_fields(), job.plan);
  }
  SliceCount count{0};
  reader.read(slice_count_fields(), count);
  read_parallelism(reader, count.slices, findings, job);
  read_tiers(reader, findings, job);
  read_published(reader, findings, job);
  const bool is_read = findings.error_count() == errors;
  std::vector<Mark> trace_sizes;
  read_job_stream(reader, *places.sources, findings, job, trace_sizes);
  reader.finish();
  // With a wrong line in its trace the rest is checked all the same.
  if (!is_read || !check_job_stream(job, item, findings)) return;
  scenario.jobs.push_back(std::move(job));
  places.trace_sizes.push_back(std::move(trace_sizes));
  places.jobs.push_back(&item);
  places.slices.push_back(count.slices);
}

}  // namespace

void read_model(MappingReader& reader, const Catalog& catalog, Findings& findings, TransformerSpec& model) {
  const DocumentNode* node = reader.require("model");
  if (node == nullptr) return;
  const TransformerSpec* found = find_spec(catalog.models, "model", *node, findings);
  if (found != nullptr) model = *found;
}

void read_jobs(const DocumentNode& list, const Catalog& catalog, Findings& findings, Scenario& scenario,
               ScenarioPlaces& places) {
  if (!check_list(list, "jobs", findings)) return;
  for (const DocumentNode& item : list.items) read_job(item, catalog, findings, scenario, places);
}

void read_scale(const DocumentNode& node, Findings& findings, Scenario& scenario) {
  MappingReader reader(node, "'scale'", findings);
  if (!reader.is_valid()) return;
  ScaleSpec scale;
  reader.read(scale_fields(), scale);
  const DocumentNode* chips = reader.require("chips");
  reader.finish();
  if (chips != nullptr && (!chips->is_sequence() || chips->items.empty())) {
    findings.error(chips->label, "'chips' expects a list of chip counts such as [64, 512, 4096]");
  } else if (chips != nullptr) {
    const Field field{"chips", FieldKind::kInteger, Dimension::kNone, true, {}, {1.0, kMostChips}, {}, {}};
    for (const DocumentNode& item : chips->items) {
      const auto value = read_value(item, field, findings);
      if (value) scale.chips.push_back(std::get<std::int64_t>(*value));
    }
  }
  scenario.scale = std::move(scale);
}

}  // namespace gigapod
