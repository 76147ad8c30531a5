#pragma once

#include "sim/model/collective/collective.hpp"
#include "sim/model/step/training_step.hpp"
#include "sim/trace/trace.hpp"

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace gigapod {

/// What one rank has of everything that does one thing at a time. Communication over an axis of the slice takes that
/// axis in both directions.
enum class TraceLane {
  kCompute,   ///< matrix units and HBM
  kHost,      ///< the host's processor
  kFromHost,  ///< PCIe, to the chip
  kToHost,
  kStorage,
  kIci0,  ///< first axis of the slice; in a switched domain its only one
  kIci1,
  kIci2,
  kDcn,
  kCount
};
inline constexpr int kTraceLanes = static_cast<int>(TraceLane::kCount);

[[nodiscard]] constexpr unsigned lane_bit(TraceLane lane) { return 1U << static_cast<unsigned>(lane); }

/// The chips that take part in a collective, as every one of them sees it.
struct TraceGroup {
  std::array<SliceAxis, 3> axes{};
  int axis_count = 0;
  int chips = 1;       ///< of one slice
  int slices = 1;      ///< joined by the DCN
  unsigned lanes = 0;  ///< bits of lanes in use
  std::string fault;   ///< why there is no such group; empty when there is
  [[nodiscard]] int members() const { return chips * slices; }
  [[nodiscard]] std::span<const SliceAxis> torus() const {
    return {axes.data(), static_cast<std::size_t>(axis_count)};
  }
};

/// Where a rank sits.
struct RankPlace {
  std::array<int, 3> at{};
  int slice = 0;
};

/// The ranks of each process group by its name.
using TraceGroups = std::map<std::string, std::vector<int>>;

/// A machine as the ranks of an execution trace see it: one rank a chip, the first axis running fastest and the
/// slices slowest, as ASTRA-sim counts them. Dimensions are the axes of the slice, then the slices if there are
/// several.
class TraceMachine {
 public:
  explicit TraceMachine(StepMachine machine, Precision precision = Precision::kBf16, TraceGroups groups = {});

  [[nodiscard]] const StepMachine& machine() const { return machine_; }
  [[nodiscard]] Precision precision() const { return precision_; }
  [[nodiscard]] int ranks() const { return machine_.slice.chips() * machine_.slices; }
  [[nodiscard]] int dimensions() const { return static_cast<int>(axes_.size()) + (machine_.slices > 1 ? 1 : 0); }
  [[nodiscard]] const std::vector<SliceAxis>& axes() const { return axes_; }

  [[nodiscard]] RankPlace place_of(int rank) const;
  /// The group that a collective node of `rank` names, by `involved_dim`, else by `pg_name`, else of all ranks;
  /// without a rank, of a trace that stands for all.
  [[nodiscard]] TraceGroup group_of(const TraceNode& node, std::optional<int> rank) const;
  /// Equal for two ranks exactly when a collective of this node joins them: the dimensions and the lowest rank, or
  /// the name.
  [[nodiscard]] std::string group_key(const TraceNode& node, int rank) const;

 private:
  [[nodiscard]] unsigned dimension_mask(const TraceNode& node) const;
  [[nodiscard]] bool is_named(const TraceNode& node) const;
  [[nodiscard]] TraceGroup group_of_dimensions(const std::vector<bool>& dimensions) const;
  [[nodiscard]] TraceGroup group_of_ranks(const std::string& name, const std::vector<int>& ranks) const;
  [[nodiscard]] TraceGroup named_group(const std::string& name, std::optional<int> rank) const;
  [[nodiscard]] TraceGroup checked(TraceGroup group) const;

  StepMachine machine_;
  Precision precision_;
  TraceGroups groups_;  ///< ranks in order
  std::map<std::string, TraceGroup> named_;
  std::vector<SliceAxis> axes_;
};

}  // namespace gigapod
