#include "analysis/goodput/slice_goodput.hpp"
#include "analysis/number_text.hpp"
#include "analysis/text_table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace gigapod {
namespace {

using Json = nlohmann::ordered_json;

std::string mean_text(const MeanInterval& mean) {
  return fmt::format("{:.1f} ± {:.1f}", 100.0 * mean.mean, 100.0 * mean.half_width);
}

std::string share_text(double share) { return fmt::format("{:.1f}", 100.0 * share); }

std::vector<std::string> cells_of(const SliceGoodputRow& row, bool has_exact, bool has_contiguous,
                                  bool has_published) {
  std::vector<std::string> cells = {to_text(row.slice), grouped(row.slice.chips()),
                                    fmt::format("{:g}", 100.0 * row.host_availability), mean_text(row.placed.mean),
                                    share_text(row.placed.promised)};
  if (has_exact) {
    cells.push_back(share_text(row.exact->mean));
    cells.push_back(share_text(row.exact->promised));
  }
  if (has_published) cells.push_back(row.published ? share_text(*row.published) : "-");
  if (has_contiguous) {
    cells.push_back(mean_text(row.contiguous->mean));
    cells.push_back(share_text(row.contiguous->promised));
  }
  return cells;
}

Json capacity_json(const PlacedCapacity& placed) {
  return {{"mean_fraction", placed.mean.mean},
          {"interval_half_width_fraction", placed.mean.half_width},
          {"promised_fraction", placed.promised}};
}

}  // namespace

std::string slice_goodput_text(const SliceGoodputStudy& study) {
  const auto any = [&](const auto& claim) { return std::any_of(study.rows.begin(), study.rows.end(), claim); };
  const bool has_exact = any([](const SliceGoodputRow& row) { return row.exact.has_value(); });
  const bool has_contiguous = any([](const SliceGoodputRow& row) { return row.contiguous.has_value(); });
  const bool has_published = any([](const SliceGoodputRow& row) { return row.published.has_value(); });
  TextTable table;
  table.column("\nslice").column("\nchips").column("host\nup, %");
  table.column(has_contiguous ? "with OCS:\nmean, %" : "\nmean, %").column("\npromised");
  if (has_exact) table.column("exact\nmean").column("exact\npromised");
  if (has_published) table.column("pub-\nlished");
  if (has_contiguous) table.column("without OCS:\nmean, %").column("\npromised");
  for (const SliceGoodputRow& row : study.rows) {
    table.row(cells_of(row, has_exact, has_contiguous, has_published));
  }
  return fmt::format("Goodput of a pod of {} ({} chips) filled with slices of one shape, {} draws of failed hosts\n",
                     study.pod.name, grouped(study.pod.shape.chips()), grouped(study.draws)) +
         table.text() +
         "Share of the pod's chips in whole slices; mean with its 95% interval, promised: reached 95% of the "
         "time.\n" +
         (has_exact ? "Exact: binomial, for slices made of any healthy blocks.\n" : "") +
         (has_contiguous ? "Without OCS: the same cubes wired as a fixed torus, slices are contiguous boxes.\n"
                         : "") +
         (has_published ? "Published: arXiv:2304.01433, Figure 4, with OCS; compare with promised.\n" : "");
}

std::string slice_goodput_json(const SliceGoodputStudy& study) {
  Json rows = Json::array();
  for (const SliceGoodputRow& row : study.rows) {
    Json json = {{"slice", to_text(row.slice)},
                 {"chips", row.slice.chips()},
                 {"host_availability_fraction", row.host_availability},
                 {"placed", capacity_json(row.placed)}};
    if (row.exact) {
      json["exact"] = {{"mean_fraction", row.exact->mean}, {"promised_fraction", row.exact->promised}};
    }
    if (row.contiguous) json["without_ocs"] = capacity_json(*row.contiguous);
    if (row.published) json["published_fraction"] = *row.published;
    rows.push_back(std::move(json));
  }
  const Json json = {{"pod", study.pod.name}, {"draws", study.draws}, {"rows", std::move(rows)}};
  return json.dump(2);
}

}  // namespace gigapod
