// No job moves once it runs.
#include "sim/base/registry.hpp"
#include "sim/policy/defragmentation.hpp"

namespace gigapod {
namespace {

class NoDefragmentation final : public Defragmentation {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  explicit NoDefragmentation(const Params&) {}

  [[nodiscard]] MovePlan plan(const DefragmentationView&, const PlacementPolicy&) const override { return {}; }
  [[nodiscard]] std::optional<Seconds> retry_after() const override { return std::nullopt; }
};

const bool kRegistered = register_plugin<NoDefragmentation, Defragmentation>("none", "Jobs stay where they started.");

}  // namespace
}  // namespace gigapod
