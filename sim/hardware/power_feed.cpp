#include "sim/hardware/power_feed.hpp"

namespace gigapod {

FieldList<LevelSpec> level_fields() {
  FieldList<LevelSpec> list;
  list.number("margin", &LevelSpec::margin, {0.1, 10.0}, "Rating over what the nodes below need at full activity.");
  return list;
}

FieldList<FeedSpec> feed_fields() {
  FieldList<FeedSpec> list;
  list.text("name", &FeedSpec::name, "Name of the node, once in the tree.").required();
  list.text("parent", &FeedSpec::parent, "Node that feeds it; the root has none.");
  list.choice("level", &FeedSpec::level, {kPowerLevelNames.begin(), kPowerLevelNames.end() - 1}, "Kind of node.")
      .required();
  list.quantity("rating", &FeedSpec::rating, kNonNegative,
                "Most it takes from its feed; `auto`: margin x what the nodes below need at full activity.");
  list.number("margin", &FeedSpec::margin, {0.0, 10.0}, "In place of the level's, when the rating is `auto`.");
  list.choice("redundancy", &FeedSpec::redundancy, {kRedundancyNames.begin(), kRedundancyNames.end()},
              "N: all units needed; N+1: one more; 2N: two whole sides.");
  list.integer("units", &FeedSpec::units, {1.0, 1000.0}, "Units that carry the rating together.");
  list.number("oversubscription", &FeedSpec::oversubscription, {0.1, 3.0},
              "Ratings of the children over its own rating, at most.");
  list.text("pod_type", &FeedSpec::pod_type, "Only pods of this type.");
  return list;
}

}  // namespace gigapod
