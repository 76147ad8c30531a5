#pragma once

#include "sim/model/power/site_fit.hpp"

#include <optional>
#include <string>

namespace gigapod::app {

/// How much of a site's rating chips take, asked for and answered.
struct FitAnswer {
  FitSite site;
  double oversubscription = 0.0;
  double accepted = 1e-3;
  std::string model;
  std::optional<JobPower> job;  ///< nothing: by nameplate only

  std::int64_t nameplate_chips = 0;
  std::int64_t installed_chips = 0;  ///< with the oversubscription
  SiteDraw nameplate;                ///< of the jobs that fill those chips
  SiteDraw installed;
  SiteDraw most;  ///< of as many jobs as are rarely above the rating
};

/// Fills in what follows from the first part.
void answer_fit(FitAnswer& answer);
/// What `gigapod power fit` prints for people.
[[nodiscard]] std::string fit_text(const FitAnswer& answer);
/// The same as one JSON object with a unit in every name.
[[nodiscard]] std::string fit_json(const FitAnswer& answer);

}  // namespace gigapod::app
