#include "sim/scenario/scenario_fields.hpp"

namespace gigapod {
namespace {

constexpr Range kSequences{1.0, 1e8};

}  // namespace

FieldList<Scenario> scenario_fields() {
  FieldList<Scenario> list;
  list.text("name", &Scenario::name, "Name of the scenario, used for run folders and reports.").required();
  list.text("description", &Scenario::description, "What the scenario shows, for people.");
  list.integer("seed", &Scenario::seed, kNonNegative, "Seed of every random stream.");
  list.quantity("horizon", &Scenario::horizon, {0.0, 100.0 * 365 * 86400, true}, "Simulated time.");
  list.quantity("metric_interval", &Scenario::metric_interval, {1.0, 365.0 * 86400},
                "Metrics are sampled at least this often.");
  return list;
}

FieldList<SiteSpec> site_fields() {
  FieldList<SiteSpec> list;
  list.text("name", &SiteSpec::name, "Name of the site.").required();
  list.text("description", &SiteSpec::description, "What the site is, for people.");
  return list;
}

FieldList<PodGroup> pod_group_fields() {
  FieldList<PodGroup> list;
  list.text("type", &PodGroup::type, "Catalog pod.").required();
  list.integer("count", &PodGroup::count, {0.0, 1e6},
               "Pods to install; `fit`: as many whole pods as the envelope and chip_limit allow.");
  list.integer("chip_limit", &PodGroup::chip_limit, {0.0, kMostChips},
               "At most this many chips in the group; `none`: no limit.");
  return list;
}

FieldList<JobSpec> job_fields() {
  FieldList<JobSpec> list;
  list.text("name", &JobSpec::name, "Name of the job.").required();
  list.choice("kind", &JobSpec::kind, {kJobKindNames.begin(), kJobKindNames.end()},
              "What the job is for; the last three compute like a serving replica.");
  list.text("tenant", &JobSpec::tenant, "Who the job belongs to.");
  list.integer("priority", &JobSpec::priority, {-1e6, 1e6}, "Larger goes first.");
  list.quantity("submit", &JobSpec::submit, kNonNegative, "Arrival of the first of the jobs.");
  list.integer("count", &JobSpec::count, {1.0, 1e5},
               "Jobs, one after the other; with `arrivals` at most so many, or `unlimited`.");
  list.quantity("spacing", &JobSpec::spacing, kNonNegative, "Time between their arrivals.");
  list.text("pod_type", &JobSpec::pod_type, "Pod type that the slices lie in.").required();
  list.shape("slice", &JobSpec::slice, "Shape of each slice.").required();
  list.boolean("twisted", &JobSpec::is_twisted, "The slice is a twisted torus.");
  list.number("tokens", &JobSpec::tokens, kPositive, "Tokens to work through; the job ends when they are done.");
  list.quantity("duration", &JobSpec::duration, kPositive,
                "In place of tokens: how long the steps take at the size it is given, without failures.");
  list.quantity("deadline", &JobSpec::deadline, kPositive, "When it should have ended, from its submission.");
  list.integer("min_slices", &JobSpec::min_slices, {1.0, 1e5}, "Elastic: never fewer slices than this.");
  list.integer("max_slices", &JobSpec::max_slices, {1.0, 1e5}, "Elastic: never more slices than this.");
  list.quantity("resize_time", &JobSpec::resize_time, kNonNegative,
                "Elastic: time without steps after a change of size.");
  list.quantity("checkpoint_interval", &JobSpec::checkpoint_interval, kNonNegative,
                "Time between checkpoints in the storage; `auto`: as checkpoint_rule says.");
  list.choice(
      "checkpoint_rule", &JobSpec::checkpoint_rule, {"daly", "young", "adaptive"},
      "Intervals left to `auto`: Daly's or Young's optimum for the scenario's failure rates, or Daly's for the "
      "failures seen so far.");
  list.boolean("checkpoints_async", &JobSpec::checkpoints_async,
               "The step stops only for the copy to host memory, not for the write to storage.");
  list.quantity("restart_time", &JobSpec::restart_time, kNonNegative,
                "From the discovery of a failure to the restore of the checkpoint: reschedule, compile.");
  list.number(
      "least_speed", &JobSpec::least_speed, kFraction,
      "A power cap never slows it below this share of its speed; above 0 it is neither paused nor sent back.");
  list.flags("reactions", &JobSpec::reactions, {"reroute", "shrink", "swap"},
             "What the job can do about a failure: go on around a faulty cable, without the slices hit (elastic), on "
             "a spare block of the pod. "
             "Otherwise it goes back to the queue.");
  return list;
}

FieldList<JobDraw> job_draw_fields() {
  FieldList<JobDraw> list;
  list.quantity("duration_median", &JobDraw::duration_median, kPositive, "Lognormal durations: their median.");
  list.number("duration_sigma", &JobDraw::duration_sigma, {0.0, 10.0},
              "Lognormal durations: standard deviation of the logarithm.");
  list.quantity("shortest", &JobDraw::shortest, kPositive, "Lognormal durations are at least this.");
  list.quantity("longest", &JobDraw::longest, kPositive, "Lognormal durations are at most this.");
  return list;
}

FieldList<JobTrace> job_trace_fields() {
  FieldList<JobTrace> list;
  list.text("file", &JobTrace::file,
            "Standard Workload Format (.swf) or CSV (.csv), relative to the folder of the scenario file.")
      .required();
  list.number("chips_per_processor", &JobTrace::chips_per_processor, kPositive,
              "Chips for one processor of the trace.");
  list.choice("tenant", &JobTrace::tenant, {"entry", "user", "group", "queue"},
              "Whom a job of an SWF trace belongs to: this entry's tenant, or one a user, group or queue.");
  return list;
}

FieldList<TenantSpec> tenant_fields() {
  FieldList<TenantSpec> list;
  list.text("name", &TenantSpec::name, "Name of the tenant.").required();
  list.integer("priority", &TenantSpec::priority, {-1e6, 1e6}, "Added to the priority of its jobs.");
  list.number("weight", &TenantSpec::weight, kPositive, "Its part under fair_share, beside the other weights.");
  list.number("quota", &TenantSpec::quota, {0.0, 1.0, true}, "Fraction of the site's chips that its jobs may hold.");
  return list;
}

FieldList<SignalSpec> signal_fields() {
  FieldList<SignalSpec> list;
  list.text("unit", &SignalSpec::unit, "Unit of the values, for people.");
  list.quantity("period", &SignalSpec::period, {60.0, 366.0 * 86400}, "The series repeats after this.");
  return list;
}

FieldList<CurtailmentSpec> curtailment_fields() {
  FieldList<CurtailmentSpec> list;
  list.text("name", &CurtailmentSpec::name, "Name of the event.").required();
  list.quantity("at", &CurtailmentSpec::at, kNonNegative, "When the site must import less.").required();
  list.quantity("duration", &CurtailmentSpec::duration, kPositive, "For how long.").required();
  list.quantity("every", &CurtailmentSpec::every, kPositive, "Comes again after this; `never`: once.");
  list.number("reduction", &CurtailmentSpec::reduction, {0.0, 1.0}, "Of what the site imports when it is announced.");
  list.quantity("limit", &CurtailmentSpec::limit, kNonNegative, "In place of reduction: what it may import.");
  list.quantity("notice", &CurtailmentSpec::notice, kNonNegative, "It is announced so long before.");
  list.quantity("payment", &CurtailmentSpec::payment, kNonNegative, "For the energy that is not imported.");
  return list;
}

FieldList<PowerFaultSpec> power_fault_fields() {
  FieldList<PowerFaultSpec> list;
  list.text("name", &PowerFaultSpec::name, "Name of the event.").required();
  list.text("node", &PowerFaultSpec::node, "Node of the power tree that fails, such as hall-03 or grid.").required();
  list.quantity("at", &PowerFaultSpec::at, kNonNegative, "When.").required();
  list.quantity("duration", &PowerFaultSpec::duration, kPositive, "Until it is mended.").required();
  list.integer("units", &PowerFaultSpec::units, {1.0, 1e4},
               "Units of a redundant feed that fail; `all`: the whole feed.");
  return list;
}

FieldList<PowerControlSpec> power_control_fields() {
  FieldList<PowerControlSpec> list;
  list.quantity("reaction_time", &PowerControlSpec::reaction_time, kNonNegative,
                "From a shortage that nobody announced to lower power.");
  list.choice(
      "admission", &PowerControlSpec::admission, {"promised", "drawn"},
      "What a start is judged by: the most that everybody will draw, or what is drawn now, which fits more and "
      "may have to be capped.");
  list.quantity("ramp_per_minute", &PowerControlSpec::ramp_per_minute, kPositive,
                "After a curtailment the import limit rises by this each minute; `none`: at once.");
  return list;
}

FieldList<SliceCount> slice_count_fields() {
  FieldList<SliceCount> list;
  list.integer("slices", &SliceCount::slices, {1.0, 1e5},
               "Slices of the job; the product of dcn_data, dcn_fsdp and dcn_pipeline.");
  return list;
}

FieldList<TrainingPlan> training_plan_fields() {
  const Range bytes{0.0, 64.0, true};
  const Range transfer{0.0, 8.0, true};
  FieldList<TrainingPlan> list;
  list.integer("global_batch", &TrainingPlan::global_batch, kSequences,
               "Sequences per optimizer step, all slices together.")
      .required();
  list.integer("sequence_length", &TrainingPlan::sequence_length, kSequences, "Tokens of one sequence.");
  list.choice("precision", &TrainingPlan::precision, {"bf16", "int8", "fp8", "fp4"},
              "Number format of matrix products.");
  list.choice("remat", &TrainingPlan::remat, {"none", "minimal", "full", "offload"},
              "Activations that the backward pass computes again.");
  list.flags("saved_tensors", &TrainingPlan::saved_tensors, {"qkv", "attention", "output", "mlp_in", "mlp_out"},
             "Results of a layer kept on the chip beyond what remat keeps.");
  list.flags("offloaded_tensors", &TrainingPlan::offloaded_tensors,
             {"qkv", "attention", "output", "mlp_in", "mlp_out"},
             "Results of a layer kept in host memory beyond what remat keeps, moved over PCIe.");
  list.integer("gradient_accumulation", &TrainingPlan::gradient_accumulation, {1.0, 1e6},
               "Forward-backward passes per optimizer step.");
  list.number("parameter_bytes", &TrainingPlan::parameter_bytes, bytes, "Bytes of the master copy of one weight.");
  list.number("optimizer_bytes", &TrainingPlan::optimizer_bytes, {0.0, 64.0}, "Bytes of optimizer state per weight.");
  list.number("gradient_bytes", &TrainingPlan::gradient_bytes, bytes, "Bytes of one gradient in memory.");
  list.number("weight_transfer_bytes", &TrainingPlan::weight_transfer_bytes, transfer,
              "Bytes in which one weight is gathered over a slice (4: fp32 masters travel as stored).");
  list.number("gradient_transfer_bytes", &TrainingPlan::gradient_transfer_bytes, transfer,
              "Bytes in which one gradient is reduced inside a slice.");
  list.number("dcn_gradient_bytes", &TrainingPlan::dcn_gradient_bytes, transfer,
              "Bytes in which one gradient crosses the DCN: 2 as bf16, 1 or 0.5 compressed.");
  list.number("expert_imbalance", &TrainingPlan::expert_imbalance, {1.0, 1000.0},
              "Load of the busiest group of experts over the mean.");
  list.boolean("shards_optimizer", &TrainingPlan::shards_optimizer,
               "Optimizer state split over data replicas too (ZeRO-1).");
  return list;
}

FieldList<PublishedFigures> published_fields() {
  FieldList<PublishedFigures> list;
  list.quantity("step_time", &PublishedFigures::step_time, kNonNegative, "Published time of one step; 0 s: none.");
  list.number("mfu", &PublishedFigures::mfu, kFraction, "Published model FLOPs utilization; 0: none.");
  list.text("source", &PublishedFigures::source, "Where the figures are published.");
  return list;
}

FieldList<FleetSpec> fleet_fields() {
  FieldList<FleetSpec> list;
  list.text("name", &FleetSpec::name, "Name of the fleet.").required();
  list.text("tenant", &FleetSpec::tenant, "Who the fleet belongs to.");
  list.integer("priority", &FleetSpec::priority, {-1e6, 1e6}, "Larger goes first.");
  list.text("pod_type", &FleetSpec::pod_type, "Pod type that the replicas lie in.").required();
  list.shape("slice", &FleetSpec::slice, "Shape of one replica; may be smaller than a block.").required();
  list.number("peak_requests_per_second", &FleetSpec::peak_requests_per_second, {0.0, 1e12, true},
              "Requests per second at the peak of the first day.")
      .required();
  list.choice("target_percentile", &FleetSpec::target_percentile, {kPercentileNames.begin(), kPercentileNames.end()},
              "Latency of a replica's requests that has to hold the targets: its capacity is the largest load at "
              "which it does.");
  list.integer("step_tokens", &FleetSpec::step_tokens, {2.0, 1e6},
               "Most tokens of one step, prompts and answers together (chunked prefill): fewer keep answers even.");
  list.number("target_utilization", &FleetSpec::target_utilization, {0.0, 1.0, true},
              "Share of a replica's capacity that is planned with; the rest is for bursts.");
  list.number("least_speed", &FleetSpec::least_speed, kFraction,
              "A power cap neither slows nor drains its replicas below this share of their throughput.");
  list.integer("minimum_replicas", &FleetSpec::minimum_replicas, {0.0, 1e7}, "Replicas kept at any load.");
  list.quantity("resize_interval", &FleetSpec::resize_interval, {1.0, 365.0 * 86400},
                "The autoscaler looks this often.");
  list.quantity("start_time", &FleetSpec::start_time, kNonNegative,
                "Of a new replica, before it has read its weights.");
  list.quantity("queue_limit", &FleetSpec::queue_limit, kNonNegative,
                "Requests that would wait longer for a replica are rejected.");
  list.boolean("preempts", &FleetSpec::preempts,
               "Jobs of lower priority save their work and give their blocks up when it lacks some.");
  list.number("chip_hour_dollars", &FleetSpec::chip_hour_dollars, kPositive,
              "What a chip costs an hour; `auto`: the published price on demand.");
  return list;
}

FieldList<ServingPlan> serving_plan_fields() {
  const Range bytes{0.0, 8.0, true};
  const Range tokens{1.0, 1e8};
  FieldList<ServingPlan> list;
  list.choice("precision", &ServingPlan::precision, {"bf16", "int8", "fp8", "fp4"},
              "Number format of matrix products.");
  list.number("weight_bytes", &ServingPlan::weight_bytes, bytes, "Bytes of one weight.");
  list.number("kv_bytes", &ServingPlan::kv_bytes, bytes, "Bytes of one element of the key-value cache.");
  list.number("prompt_tokens", &ServingPlan::prompt_tokens, tokens, "Mean length of a prompt.");
  list.number("output_tokens", &ServingPlan::output_tokens, tokens, "Mean length of an answer.");
  list.quantity("ttft_target", &ServingPlan::ttft_target, kPositive, "Time to first token that the fleet must hold.");
  list.quantity("tpot_target", &ServingPlan::tpot_target, kPositive,
                "Time per output token that the fleet must hold.");
  list.integer("max_batch", &ServingPlan::max_batch, {0.0, 1e6},
               "Concurrent sequences of a replica; `auto`: as many as memory and targets allow.");
  return list;
}

FieldList<ScaleSpec> scale_fields() {
  FieldList<ScaleSpec> list;
  list.text("job", &ScaleSpec::job, "Job that is grown and shrunk.").required();
  list.integer("strong_batch", &ScaleSpec::strong_batch, {0.0, 1e9},
               "Sequences of the strong-scaling curve; 0: the job's own global batch.");
  list.integer("sequences_per_1000_chips", &ScaleSpec::sequences_per_chip_milli, {0.0, 1e9},
               "Sequences of the weak-scaling curve; 0: as in the job.");
  return list;
}

}  // namespace gigapod
