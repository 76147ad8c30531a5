#include "sim/app/power_fit_text.hpp"

#include "analysis/text_table.hpp"
#include "sim/base/dimension.hpp"
#include "sim/model/power/breaker.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace gigapod::app {
namespace {

/// Overloads that a breaker with the defaults of the catalog bears, and for how long.
std::vector<TripPoint> trip_points() {
  std::vector<TripPoint> points;
  for (const double overload : {1.06, 1.08, 1.1, 1.15, 1.2, 1.3, 1.5}) {
    if (const auto time = trip_time(BreakerSpec{}, overload)) points.push_back({overload, *time});
  }
  return points;
}

double pods_of(const FitAnswer& answer, std::int64_t chips) {
  return static_cast<double>(chips) / answer.site.pod.shape.chips();
}

std::string probability_text(double probability) {
  if (probability <= 0.0) return "< 1e-12";
  return probability < 1e-3 ? fmt::format("{:.1e}", probability) : fmt::format("{:.2f}%", 100.0 * probability);
}

void add_row(TextTable& table, const FitAnswer& answer, const char* name, std::int64_t chips, const SiteDraw& draw) {
  std::vector<std::string> cells = {name, fmt::format("{}", chips), fmt::format("{:.1f}", pods_of(answer, chips))};
  if (answer.job) {
    for (const std::string& cell :
         {fmt::format("{}", draw.jobs), short_text(draw.mean), short_text(draw.rarely_exceeded),
          probability_text(draw.above_rating), probability_text(draw.trips)}) {
      cells.push_back(cell);
    }
  }
  table.row(std::move(cells));
}

nlohmann::json draw_json(const FitAnswer& answer, std::int64_t chips, const SiteDraw& draw) {
  nlohmann::json result = {{"chips", chips}, {"pods", pods_of(answer, chips)}};
  if (!answer.job) return result;
  result["jobs"] = draw.jobs;
  result["mean_watts"] = draw.mean.value();
  result["deviation_watts"] = draw.deviation.value();
  result["exceeded_one_in_1000_watts"] = draw.rarely_exceeded.value();
  result["above_rating_probability"] = draw.above_rating;
  result["trip_probability"] = draw.trips;
  return result;
}

}  // namespace

void answer_fit(FitAnswer& answer) {
  answer.nameplate_chips = chips_by_nameplate(answer.site, 0.0);
  answer.installed_chips = chips_by_nameplate(answer.site, answer.oversubscription);
  if (!answer.job) return;
  const std::vector<TripPoint> trips = trip_points();
  const auto draw_of = [&](std::int64_t chips) {
    return site_draw(answer.site, *answer.job, static_cast<int>(static_cast<double>(chips) / answer.job->chips),
                     trips);
  };
  answer.nameplate = draw_of(answer.nameplate_chips);
  answer.installed = draw_of(answer.installed_chips);
  answer.most = site_draw(answer.site, *answer.job, jobs_by_draw(answer.site, *answer.job, answer.accepted), trips);
}

std::string fit_text(const FitAnswer& answer) {
  std::string text = fmt::format("{} at PUE {:.2f}, pods of {}\n", short_text(answer.site.rating), answer.site.pue,
                                 answer.site.pod.name);
  TextTable table;
  table.column("", TextTable::Align::kLeft).column("chips").column("pods");
  if (answer.job) {
    text += fmt::format("Jobs of {} on {} chips, running {:.0f}% of the time\n", answer.model, answer.job->chips,
                        100.0 * answer.job->running);
    table.column("jobs").column("mean draw").column("1 in 1,000").column("capped").column("trips");
  }
  add_row(table, answer, "by nameplate", answer.nameplate_chips, answer.nameplate);
  if (answer.oversubscription > 0.0) {
    const std::string name = fmt::format("oversubscribed by {:g}%", 100.0 * answer.oversubscription);
    add_row(table, answer, name.c_str(), answer.installed_chips, answer.installed);
  }
  if (answer.job) {
    const std::string name = fmt::format("above the rating {:g}% of the time", 100.0 * answer.accepted);
    add_row(table, answer, name.c_str(), answer.most.chips, answer.most);
  }
  text += "\n" + table.text();
  if (answer.job) {
    text +=
        "\ncapped: share of time in which the draw would be above the rating and chips must slow down\n"
        "trips: probability at a moment that an overload has lasted long enough to trip a breaker that nothing "
        "caps\n";
  }
  return text;
}

std::string fit_json(const FitAnswer& answer) {
  nlohmann::json result = {{"pod", answer.site.pod.name},
                           {"rating_watts", answer.site.rating.value()},
                           {"pue", answer.site.pue},
                           {"oversubscription_fraction", answer.oversubscription},
                           {"nameplate", draw_json(answer, answer.nameplate_chips, answer.nameplate)},
                           {"oversubscribed", draw_json(answer, answer.installed_chips, answer.installed)}};
  if (answer.job) {
    result["model"] = answer.model;
    result["job_chips"] = answer.job->chips;
    result["running_fraction"] = answer.job->running;
    result["accepted_probability"] = answer.accepted;
    result["by_draw"] = draw_json(answer, answer.most.chips, answer.most);
  }
  return result.dump(2);
}

}  // namespace gigapod::app
