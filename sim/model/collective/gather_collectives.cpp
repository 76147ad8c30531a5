// All-gather, reduce-scatter, which is an all-gather backwards, and all-reduce, which is a reduce-scatter and then an
// all-gather. The closed form of a pass: gather_time.cpp; its flows: gather_flows.cpp.
#include "sim/base/dimension.hpp"
#include "sim/base/registry.hpp"
#include "sim/model/collective/collective.hpp"
#include "sim/model/collective/collective_bound.hpp"
#include "sim/model/collective/gather_flows.hpp"
#include "sim/model/collective/gather_time.hpp"
#include "sim/model/collective/switched_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace gigapod {
namespace {

/// What the three share: `kPasses` gathers, forwards or backwards.
template <int kPasses>
class Gathers : public Collective {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  constexpr explicit Gathers(const Params&) {}

  [[nodiscard]] Seconds time(Bytes full_size, const ChipGroup& group, LinkRate link) const override {
    return kPasses * gather_time(full_size, group, link);
  }
  [[nodiscard]] Seconds bound(Bytes full_size, const ChipGroup& group, LinkRate link) const override {
    return kPasses == 1 ? gather_bound(full_size, group, link) : all_reduce_bound(full_size, group, link);
  }
  [[nodiscard]] std::string formula(Bytes full_size, const ChipGroup& group, LinkRate link) const override {
    const std::span<const SliceAxis> axes = group.axes;
    const bool are_alike = std::adjacent_find(axes.begin(), axes.end(), std::not_equal_to<>()) == axes.end();
    const int chips = group_size(axes);
    const std::string once =
        fmt::format("{} to start + hops + {} x {}/{} / ({} links x {}){}", short_text(link.launch),
                    short_text(full_size), chips - 1, chips, links_in_use(axes), short_text(link.one_way),
                    are_alike || group.is_twisted ? "" : " + wait of unequal axes");
    return kPasses == 1 ? once : fmt::format("{} x ({})", kPasses, once);
  }
  [[nodiscard]] FlowSchedule flows(const SliceLinks& links, const FlowSettings& settings) const override {
    return {all_gather_flows(links, settings), passes()};
  }
  /// Parts that keep step need no chunks; others wait for each other at the start of every axis, less the finer they
  /// are cut, but pay the latency of more steps.
  [[nodiscard]] std::vector<int> chunk_counts(const SliceLinks& links, Bytes, LinkRate) const override {
    return are_alike(links, gather_parts(links)) ? std::vector{1} : std::vector{1, 2, 4, 8, 16, 32};
  }
  [[nodiscard]] std::optional<Seconds> switched_time(Bytes full_size, int members, int members_per_domain,
                                                     const SwitchedRate& rate) const override {
    return switched_gather_time(full_size, members, members_per_domain, rate, kPasses);
  }
  [[nodiscard]] std::optional<Seconds> dcn_time(Bytes full_size, int members, BytesPerSecond bandwidth,
                                                Seconds latency) const override {
    return kPasses * dcn_gather_time(full_size, members, bandwidth, latency);
  }
  [[nodiscard]] double received_share(int members) const override { return kPasses * (1.0 - 1.0 / members); }

 private:
  [[nodiscard]] virtual std::vector<FlowDirection> passes() const = 0;
};

class AllGather final : public Gathers<1> {
 public:
  using Gathers::Gathers;

 private:
  [[nodiscard]] std::vector<FlowDirection> passes() const override { return {FlowDirection::kForwards}; }
};

class ReduceScatter final : public Gathers<1> {
 public:
  using Gathers::Gathers;

 private:
  [[nodiscard]] std::vector<FlowDirection> passes() const override { return {FlowDirection::kBackwards}; }
};

class AllReduce final : public Gathers<2> {
 public:
  using Gathers::Gathers;

 private:
  [[nodiscard]] std::vector<FlowDirection> passes() const override {
    return {FlowDirection::kBackwards, FlowDirection::kForwards};
  }
};

const bool kAreRegistered[] = {
    register_plugin<AllGather, Collective>("all_gather", "Every chip gets the parts of all."),
    register_plugin<ReduceScatter, Collective>("reduce_scatter", "Every chip gets a part of the sum over all chips."),
    register_plugin<AllReduce, Collective>("all_reduce", "Every chip gets the sum over all chips.")};
constinit const AllGather kGather{{}};
constinit const ReduceScatter kScatter{{}};
constinit const AllReduce kReduce{{}};

}  // namespace

const Collective& Collective::kAllGather = kGather;
const Collective& Collective::kReduceScatter = kScatter;
const Collective& Collective::kAllReduce = kReduce;

}  // namespace gigapod
