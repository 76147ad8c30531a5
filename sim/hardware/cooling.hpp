#pragma once

#include "sim/base/celsius.hpp"
#include "sim/base/fields.hpp"
#include "sim/base/quantity.hpp"

namespace gigapod {

/// What cooling and the building draw beside the IT equipment and the losses of conversion, in shares of the IT power
/// the site is designed for.
struct CoolingSpec {
  double fixed = 0.01;                ///< at any load: lights, controls, ventilation
  double proportional = 0.03;         ///< fans and pumps, at full IT power
  double part_load_exponent = 1.0;    ///< fans and pumps at part load: 1 follows IT power, 3 is the fan law
  Celsius free_cooling_below{18.0};   ///< outdoor temperature up to which no chiller runs
  double chiller_per_degree = 0.007;  ///< chillers, per degree above, of the IT power now
  Celsius design_temperature{35.0};   ///< hottest outdoor temperature that starts are judged by
  Celsius temperature{15.0};          ///< outdoors, until a series says otherwise
  bool operator==(const CoolingSpec&) const = default;
};
[[nodiscard]] FieldList<CoolingSpec> cooling_fields();

/// Facility power over IT power at full IT power and this outdoor temperature, without losses of conversion.
[[nodiscard]] double full_load_pue(const CoolingSpec& cooling, Celsius outdoors);

/// Cooling of a site: a constant PUE, or parts that follow load and weather.
class Cooling {
 public:
  /// Cooling and everything else but IT is `pue` - 1 of the IT power.
  explicit Cooling(double pue) : pue_(pue) {}
  /// `design` is the IT power at full activity.
  Cooling(const CoolingSpec& spec, Watts design) : spec_(spec), design_(design) {}

  /// IT power and cooling together; never falls as IT power or temperature rise.
  [[nodiscard]] Watts facility_power(Watts it_power, Celsius outdoors) const;
  [[nodiscard]] Celsius design_temperature() const { return spec_.design_temperature; }
  [[nodiscard]] Celsius usual_temperature() const { return spec_.temperature; }

 private:
  double pue_ = 0.0;  ///< 0: by parts
  CoolingSpec spec_;
  Watts design_;
};

}  // namespace gigapod
