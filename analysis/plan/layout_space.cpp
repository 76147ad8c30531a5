#include "analysis/plan/layout_space.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace gigapod {
namespace {

/// Divisors of `whole` up to `most`, or the fixed degree alone where it is one of them.
std::vector<int> degrees(int whole, int most, int fixed) {
  if (fixed != 0) return whole % fixed == 0 ? std::vector<int>{fixed} : std::vector<int>{};
  std::vector<int> all;
  for (int d = 1; d <= std::min(whole, most); ++d) {
    if (whole % d == 0) all.push_back(d);
  }
  return all;
}

class LayoutWalk {
 public:
  LayoutWalk(const LayoutSpace& space, const TransformerSpec& model, int sequence_length, int slice_chips,
             const std::function<void(const Parallelism&)>& visit)
      : space_(space), model_(model), length_(sequence_length), chips_(slice_chips), visit_(visit) {}

  void over_slices(int slices) const {
    constexpr int kAny = std::numeric_limits<int>::max();
    const Parallelism& fixed = space_.fixed;
    Parallelism p;
    for (const int stages : degrees(slices, space_.most_pipeline, fixed.dcn_pipeline)) {
      p.dcn_pipeline = stages;
      if (!splits_layers(space_, model_, stages)) continue;
      for (const int sharers : degrees(slices / stages, kAny, fixed.dcn_fsdp)) {
        p.dcn_fsdp = sharers;
        p.dcn_data = slices / stages / sharers;
        if (fixed.dcn_data == 0 || fixed.dcn_data == p.dcn_data) over_tensor(p);
      }
    }
  }

 private:
  void over_tensor(Parallelism p) const {
    const Parallelism& fixed = space_.fixed;
    for (const int tensor : degrees(chips_, space_.most_tensor, fixed.tensor)) {
      if (model_.heads % tensor != 0) continue;
      p.tensor = tensor;
      const int rest = chips_ / tensor;
      for (const int stages : degrees(rest, space_.most_pipeline, fixed.pipeline)) {
        if (!splits_layers(space_, model_, stages * p.dcn_pipeline)) continue;
        p.pipeline = stages;
        over_experts(p, rest / stages);
      }
    }
  }

  void over_experts(Parallelism p, int chips) const {
    const int experts = std::max(1, model_.experts);
    for (const int expert : degrees(chips, experts, space_.fixed.expert)) {
      if (experts % expert != 0) continue;
      p.expert = expert;
      over_contexts(p, chips / expert);
    }
  }

  void over_contexts(Parallelism p, int chips) const {
    for (const int context : contexts()) {
      if (chips % context != 0) continue;
      p.context = context;
      over_replicas(p, chips / context);
    }
  }

  [[nodiscard]] std::vector<int> contexts() const {
    if (space_.fixed.context != 0) return {space_.fixed.context};
    std::vector<int> all = {1};
    while (all.back() * 2 <= space_.most_context && length_ / (all.back() * 2) >= space_.least_tokens_of_context) {
      all.push_back(all.back() * 2);
    }
    return all;
  }

  void over_replicas(Parallelism p, int chips) const {
    const Parallelism& fixed = space_.fixed;
    for (const int data : degrees(chips, chips, fixed.data)) {
      if (!space_.mixes_replicas && data != 1 && data != chips) continue;
      p.data = data;
      p.fsdp = chips / data;
      if (fixed.fsdp == 0 || fixed.fsdp == p.fsdp) visit_(p);
    }
  }

  const LayoutSpace& space_;
  const TransformerSpec& model_;
  int length_;
  int chips_;
  const std::function<void(const Parallelism&)>& visit_;
};

}  // namespace

Parallelism free_degrees() { return {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}; }

int data_parallel_ranks(const Parallelism& p) { return p.fsdp * p.data * p.expert * p.dcn_data * p.dcn_fsdp; }

bool splits_layers(const LayoutSpace& space, const TransformerSpec& model, int parts) {
  if (parts > model.layers) return false;
  return model.layers % parts == 0 || (space.has_light_end_stages && (model.layers + 2) % parts == 0);
}

void for_each_layout(const LayoutSpace& space, const TransformerSpec& model, int sequence_length, int slice_chips,
                     int slices, const std::function<void(const Parallelism&)>& visit) {
  LayoutWalk(space, model, sequence_length, slice_chips, visit).over_slices(slices);
}

}  // namespace gigapod
