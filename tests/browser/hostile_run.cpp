#include "tests/browser/sample_cubes.hpp"
#include "tests/browser/sample_run.hpp"

#include <string>

namespace gigapod {

RunData hostile_run() {
  const std::string hostile =
      "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1><!--\xE2\x80\xA8'\"&{b|x}";
  RunData run = sample_run(1.0);
  run.texts["scenario_name"] = hostile;
  run.texts["scenario_description"] = hostile;
  run.texts["site_name"] = hostile;
  run.texts["binding_constraint"] = hostile;
  run.texts["warning"] = hostile;
  run.manifest.scenario_name = hostile;
  run.resolved_scenario = hostile;
  ScalingStudy study = sample_scaling();
  study.job = study.model = study.pod_type = hostile;
  for (ScalePoint& point : study.weak.points) point.limit_reason = hostile;
  study.weak.end->reason = hostile;
  run.scaling = scaling_json(study);
  for (auto& [name, metric] : run.metrics) {
    MetricSeries renamed;
    for (auto& [label, series] : metric) renamed[label.empty() ? label : label + hostile] = series;
    metric = renamed;
  }
  for (WorkloadRecord& work : run.workloads) {
    work.name += hostile;
    work.model += hostile;
    work.published_source += hostile;
    for (auto& [cause, seconds] : work.step_seconds_by_cause) cause += cause == "ici" ? hostile : "";
  }
  for (OccupancyRecord& stay : run.occupancy) {
    stay.workload += hostile;
    stay.pod += hostile;
  }
  rename_cubes(run, hostile);
  for (EventRecord& event : run.events) {
    event.subject = hostile;
    event.detail = hostile + "\xFF\xFE";
  }
  return run;
}

}  // namespace gigapod
