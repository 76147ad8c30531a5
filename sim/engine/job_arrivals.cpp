#include "sim/engine/job_arrivals.hpp"

#include "sim/base/registry.hpp"
#include "sim/model/arrival/arrival_process.hpp"
#include "sim/scenario/job_choices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace gigapod {
namespace {

/// Makes the jobs of one entry.
class EntryArrivals {
 public:
  EntryArrivals(const JobSpec& spec, const Scenario& scenario, JobSizes& sizes, TenantAccounts& tenants,
                std::vector<JobArrival>& arrivals)
      : spec_(spec),
        horizon_(scenario.horizon),
        sizes_(sizes),
        tenants_(tenants),
        arrivals_(arrivals),
        draws_(RandomStreams(scenario.seed).stream("jobs/draw/" + spec.name)),
        times_(RandomStreams(scenario.seed).stream("jobs/arrival/" + spec.name)) {
    for (const SliceChoice& choice : size_choices(spec)) own_sizes_.push_back(&sizes.size(spec, choice));
  }

  void add_all() {
    if (spec_.trace) {
      for (const TraceJob& job : spec_.trace->jobs) add_traced(job);
    } else if (spec_.arrivals.name.empty()) {
      for (int copy = 0; copy < spec_.count; ++copy) {
        add_drawn(spec_.count == 1 ? spec_.name : fmt::format("{}-{}", spec_.name, copy + 1),
                  spec_.submit + spec_.spacing * copy);
      }
    } else {
      add_arriving();
    }
  }

 private:
  void add_arriving() {
    const auto process = Registry<ArrivalProcess>::make(spec_.arrivals.name, spec_.arrivals.parameters);
    const int most = spec_.count > 0 ? spec_.count : std::numeric_limits<int>::max();
    Seconds time = spec_.submit;
    for (int number = 1; number <= most; ++number) {
      time = process->next(time, times_);
      if (time >= horizon_) return;
      add_drawn(fmt::format("{}-{}", spec_.name, number), time);
    }
  }

  void add_drawn(std::string name, Seconds submit) {
    const JobDraw& draw = spec_.draw;
    JobArrival arrival = arrival_at(std::move(name), submit, spec_.tenant);
    if (draw.slices.empty()) {
      arrival.sizes = own_sizes_;
    } else {
      arrival.sizes = {&sizes_.size(spec_, {spec_.slice, one_of(draw.slices, draw.slice_weights)})};
    }
    Seconds duration = spec_.duration;
    if (!draw.durations.empty()) duration = one_of(draw.durations, draw.duration_weights);
    if (draw.duration_median > Seconds(0.0)) {
      const Seconds drawn(draws_.lognormal(draw.duration_median.value(), draw.duration_sigma));
      duration = max(draw.shortest, min(draw.longest, drawn));
    }
    const JobSize& size = draw.slices.empty() ? own_size() : *arrival.sizes.front();
    arrival.tokens = duration > Seconds(0.0) ? tokens_in(duration, size) : spec_.tokens;
    if (spec_.deadline > Seconds(0.0)) arrival.deadline = submit + spec_.deadline;
    arrivals_.push_back(std::move(arrival));
  }

  void add_traced(const TraceJob& job) {
    JobArrival arrival =
        arrival_at(job.name, spec_.submit + job.submit, job.tenant.empty() ? spec_.tenant : job.tenant);
    if (job.priority) arrival.priority += *job.priority - spec_.priority;
    arrival.sizes = {&sizes_.size(spec_, {spec_.slice, job.slices})};
    arrival.tokens = tokens_in(job.duration, *arrival.sizes.front());
    arrival.requested = job.requested;
    const Seconds deadline = job.deadline > Seconds(0.0) ? job.deadline : spec_.deadline;
    if (deadline > Seconds(0.0)) arrival.deadline = arrival.submit + deadline;
    arrivals_.push_back(std::move(arrival));
  }

  JobArrival arrival_at(std::string name, Seconds submit, const std::string& tenant) {
    JobArrival arrival;
    arrival.spec = &spec_;
    arrival.name = std::move(name);
    arrival.submit = submit;
    arrival.tenant = tenants_.tenant(tenant);
    arrival.priority = spec_.priority + tenants_.priority(arrival.tenant);
    return arrival;
  }

  /// Of the size that the entry gives, in which durations are meant.
  [[nodiscard]] const JobSize& own_size() const {
    return sizes_.size(spec_, {spec_.slice, spec_.plan.parallelism.slices()});
  }
  static double tokens_in(Seconds duration, const JobSize& size) {
    return duration / size.step.total * size.tokens_per_step;
  }
  template <class T>
  T one_of(const std::vector<T>& values, const std::vector<double>& weights) {
    return values[weights.empty() ? draws_.below(values.size()) : draws_.weighted(weights)];
  }

  const JobSpec& spec_;
  Seconds horizon_;
  JobSizes& sizes_;
  TenantAccounts& tenants_;
  std::vector<JobArrival>& arrivals_;
  RandomStream draws_;
  RandomStream times_;
  std::vector<const JobSize*> own_sizes_;
};

}  // namespace

std::vector<JobArrival> job_arrivals(const Scenario& scenario, JobSizes& sizes, TenantAccounts& tenants) {
  std::vector<JobArrival> arrivals;
  for (const JobSpec& spec : scenario.jobs) EntryArrivals(spec, scenario, sizes, tenants, arrivals).add_all();
  return arrivals;
}

}  // namespace gigapod
