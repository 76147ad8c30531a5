#pragma once

#include "sim/fabric/power_tree.hpp"
#include "sim/fabric/site_layout.hpp"

#include <map>
#include <string>

namespace gigapod {

/// Pods of eight 64-chip cubes with round numbers: a chip draws 100 W idle and 200 W at most, a host 40 W for four
/// chips, so a cube provisions 64 x 210 W.
struct SmallSite {
  std::map<std::string, ChipSpec> chips;
  std::map<std::string, PodSpec> pods;
  SiteSpec site;
  SiteLayout layout;
  PowerTree tree;

  explicit SmallSite(int pod_count = 2) {
    ChipSpec chip;
    chip.name = "round";
    chip.chips_per_host = 4;
    chip.idle_power = Watts(100.0);
    chip.peak_power = Watts(200.0);
    chip.host_power = Watts(40.0);
    chips["round"] = chip;
    PodSpec pod;
    pod.name = "eight";
    pod.chip = "round";
    pod.shape = Shape{{8, 8, 8}};
    pod.block = Shape{{4, 4, 4}};
    pod.ocs_count = 2;
    pod.ocs_power = Watts(100.0);
    pods["eight"] = pod;
    site.power.grid_power = Watts(1e6);
    site.power.pue = 1.25;
    site.power.cubes_per_row = 4;
    site.power.pods_per_hall = 1;
    site.pods = {{"eight", pod_count, 0}};
    layout = lay_out(site, pods, chips);
    tree = build_power_tree(site, layout);
  }
};

}  // namespace gigapod
