#pragma once

#include "sim/base/quantity.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/model/collective/flow_schedule.hpp"
#include "sim/model/collective/slice_links.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace gigapod {

/// Links as a collective sees them: what remains of the data sheet after calibration.
struct LinkRate {
  BytesPerSecond one_way;  ///< one link, one direction, efficiency included
  Seconds hop_latency;
  Seconds launch{0.0};  ///< fixed cost of starting the collective
};

/// Links of a chip in a switched domain (NVLink), calibration included, each one way and per chip.
struct SwitchedRate {
  BytesPerSecond in_domain;
  BytesPerSecond between_domains;  ///< its share of the host's network
  Seconds hop_latency;
  Seconds launch{0.0};
};

/// The chips that take part in a collective on a torus or mesh.
struct ChipGroup {
  std::span<const SliceAxis> axes;  ///< at most three
  bool is_twisted = false;
};

/// A kind of collective: its closed form, the bound that no schedule beats and the flows that show what the closed
/// form leaves out. `full_size` is the size of the whole array per group: what all-gather and broadcast produce on
/// each chip, what reduce-scatter and all-reduce start from, and what one chip sends in total (its own part included)
/// in all-to-all.
class Collective {
 public:
  static constexpr const char* kRegistryName = "collective";
  /// Those that the models of training, serving and traces are made of.
  static const Collective& kAllGather;
  static const Collective& kReduceScatter;
  static const Collective& kAllReduce;
  static const Collective& kAllToAll;

  virtual ~Collective() = default;

  /// Time over two chips or more and more than no bytes, every chip taking part at once, start included.
  [[nodiscard]] virtual Seconds time(Bytes full_size, const ChipGroup& group, LinkRate link) const = 0;
  /// No schedule over two chips or more can be faster.
  [[nodiscard]] virtual Seconds bound(Bytes full_size, const ChipGroup& group, LinkRate link) const = 0;
  /// How the time comes about, in the figures of the case.
  [[nodiscard]] virtual std::string formula(Bytes full_size, const ChipGroup& group, LinkRate link) const = 0;

  /// What the chips of a slice send, cut into `settings.chunks`.
  [[nodiscard]] virtual FlowSchedule flows(const SliceLinks& links, const FlowSettings& settings) const = 0;
  /// The numbers of chunks to try; the fastest counts.
  [[nodiscard]] virtual std::vector<int> chunk_counts(const SliceLinks&, Bytes, LinkRate) const { return {1}; }
  /// kNone when the flows treat a chip apart, such as the root of a broadcast, so that no chip stands for others.
  [[nodiscard]] virtual Fold fold() const { return Fold::kSymmetric; }
  /// Why the flows on these links are too many to play; empty when they are not.
  [[nodiscard]] virtual std::string flow_fault(const SliceLinks& links) const;

  /// The same behind switches, `members_per_domain` of the chips in one domain; nothing when there is no closed form.
  [[nodiscard]] virtual std::optional<Seconds> switched_time(Bytes, int, int, const SwitchedRate&) const {
    return {};
  }
  /// The same between slices over a data-centre network; nothing when there is no closed form.
  [[nodiscard]] virtual std::optional<Seconds> dcn_time(Bytes, int, BytesPerSecond, Seconds) const { return {}; }

  /// Bytes that reach each chip, over the whole array: what microbenchmarks count.
  [[nodiscard]] virtual double received_share(int members) const { return 1.0 - 1.0 / members; }
  /// What there is to say of an axis beside its links; begins with "; ", or empty.
  [[nodiscard]] virtual std::string axis_note(const SliceAxis&) const { return {}; }
};

/// The rates of a chip after calibration, with the fixed cost of starting a collective.
[[nodiscard]] LinkRate link_rate(const ChipSpec& chip, Seconds launch);
[[nodiscard]] SwitchedRate switched_rate(const ChipSpec& chip, Seconds launch);

/// Time of one collective over the product of `axes`; none for one chip or no bytes.
[[nodiscard]] Seconds collective_time(const Collective& kind, Bytes full_size, std::span<const SliceAxis> axes,
                                      LinkRate link, bool is_twisted = false);

/// Its lower bound; none for one chip.
[[nodiscard]] Seconds collective_bound(const Collective& kind, Bytes full_size, std::span<const SliceAxis> axes,
                                       LinkRate link, bool is_twisted = false);

/// The same over a data-centre network: `members` slices, each with `bandwidth` one way. The kind must have a closed
/// form there.
[[nodiscard]] Seconds dcn_collective_time(const Collective& kind, Bytes full_size, int members,
                                          BytesPerSecond bandwidth, Seconds latency);

/// A collective of `members` chips, `members_per_domain` of them in one switched domain. The kind must have a closed
/// form there.
[[nodiscard]] Seconds switched_collective_time(const Collective& kind, Bytes full_size, int members,
                                               int members_per_domain, const SwitchedRate& rate);

/// The sentence for flows over so many chips, none of which stands for others.
[[nodiscard]] std::string too_many_chips_fault(std::size_t chips);

/// True for an axis that closes into a ring of its own links (two chips have one link between them).
[[nodiscard]] bool is_ring(const SliceAxis& axis);
/// Chips of a group: the product of its axes.
[[nodiscard]] int group_size(std::span<const SliceAxis> axes);
/// Links that the chip with the fewest has into the axes: 2 for a ring, 1 for a line.
[[nodiscard]] int links_in_use(std::span<const SliceAxis> axes);

}  // namespace gigapod
