#include "analysis/column_lists.hpp"
#include "analysis/csv_table.hpp"
#include "analysis/serving/serving_json.hpp"
#include "analysis/serving/serving_search.hpp"

#include <fmt/format.h>

#include <cmath>

namespace gigapod {
namespace {

using Json = nlohmann::ordered_json;

Json found_json(const FoundSetup& found, bool has_prices) {
  const ServingAnswer& a = found.answer;
  const ServingOutcome& o = a.outcome;
  Json json = setup_json(a);
  json["chips"] = std::llround(a.chips());
  json["dollars_per_hour"] = has_prices ? Json(found.hourly) : Json(nullptr);
  const auto dollars = a.dollars_per_million_output_tokens();
  json["dollars_per_million_output_tokens"] = dollars ? Json(*dollars) : Json(nullptr);
  json["slo_attained_fraction"] = a.attainment();
  json["ttft_p99_seconds"] = o.ttft.p99.value();
  json["tpot_p99_seconds"] = o.tpot.p99.value();
  json["end_to_end_p99_seconds"] = o.end_to_end.p99.value();
  json["output_tokens_per_second"] = a.output_tokens_per_second();
  json["slo_attained_fraction_with_one_replica_less"] = found.fewer ? Json(found.fewer->attainment()) : Json(nullptr);
  return json;
}

}  // namespace

Json frontier_json(const std::vector<FrontierPoint>& points) {
  Json list = Json::array();
  for (const FrontierPoint& p : points) {
    list.push_back(
        {{"chip", p.chip},
         {"slice", to_text(p.shape)},
         {"layout", layout_name(p.layout)},
         {"chips", p.chips},
         {"clients", p.clients},
         {"ttft_p50_seconds", p.ttft.value()},
         {"tpot_p50_seconds", p.tpot.value()},
         {"end_to_end_p50_seconds", p.end_to_end.value()},
         {"output_tokens_per_second_per_chip", p.output_tokens_per_second_per_chip},
         {"dollars_per_million_output_tokens",
          p.dollars_per_million_output_tokens ? Json(*p.dollars_per_million_output_tokens) : Json(nullptr)},
         {"joules_per_output_token", p.joules_per_output_token},
         {"is_best", p.is_best},
         {"is_best_price", p.is_best_price}});
  }
  return list;
}

Json targets_json(const LatencyTargets& targets, double wanted_share) {
  const auto target = [](Seconds time) { return time > Seconds(0.0) ? Json(time.value()) : Json(nullptr); };
  return {{"ttft_seconds", target(targets.ttft)},
          {"tpot_seconds", target(targets.tpot)},
          {"end_to_end_seconds", target(targets.end_to_end)},
          {"wanted_fraction", wanted_share}};
}

std::string search_json(const ServingSearch& search, const SearchResult& result) {
  Json found = Json::array();
  for (const FoundSetup& setup : result.found) found.push_back(found_json(setup, result.has_prices));
  Json left_out = Json::array();
  for (const LeftOutSlice& slice : result.left_out) {
    left_out.push_back({{"chip", slice.chip},
                        {"slice", to_text(slice.shape)},
                        {"layout", layout_name(slice.layout)},
                        {"reason", slice.reason}});
  }
  const Json json = {{"model", search.base.replica.plan.model.name},
                     {"requests_from", search.requests_from},
                     {"requests", result.requests.requests},
                     {"requests_per_second", result.requests.rate.value()},
                     {"targets", targets_json(search.base.targets, search.wanted_share)},
                     {"found", std::move(found)},
                     {"left_out", std::move(left_out)},
                     {"frontier", frontier_json(result.frontier)},
                     {"simulations", result.simulations}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string frontier_csv(const SearchResult& result) {
  std::string text = csv_heading(frontier_columns());
  for (const FrontierPoint& p : result.frontier) {
    text += fmt::format("{},{},{},{},{},{:.9g},{:.9g},{:.9g},{:.9g},", p.chip, to_text(p.shape),
                        layout_name(p.layout), p.chips, p.clients, p.ttft.value(), p.tpot.value(),
                        p.end_to_end.value(), p.output_tokens_per_second_per_chip);
    if (p.dollars_per_million_output_tokens) text += fmt::format("{:.9g}", *p.dollars_per_million_output_tokens);
    text += fmt::format(",{:.9g},{},{}\n", p.joules_per_output_token, p.is_best ? 1 : 0, p.is_best_price ? 1 : 0);
  }
  return text;
}

}  // namespace gigapod
