// Uncertain numbers are drawn evenly between their bounds, the error of a model as a lognormal factor.

#include "analysis/cost/cost_terms.hpp"

#include "sim/base/random.hpp"
#include "sim/model/cost/chip_capital.hpp"

#include <algorithm>
#include <map>

namespace gigapod {
namespace {

double between(const Estimate& range, double share) { return range.least + share * (range.most - range.least); }

/// Terms at a place in each range, which `place` gives one after the other.
template <class Place>
OwnershipTerms terms_at(const CostTerms& terms, Place place) {
  OwnershipTerms all;
  all.facility_dollars = between(terms.facility_dollars, place());
  all.upkeep_dollars = between(terms.upkeep_dollars, place());
  all.equipment_years = between(terms.equipment_years, place());
  all.facility_years = between(terms.facility_years, place());
  all.interest = between(terms.interest, place());
  all.electricity = DollarsPerJoule(between(terms.electricity, place()) / 3.6e9);
  return all;
}

OwnedHour hour_of(OwnershipTerms shared, const DrawnKind& kind, double place) {
  shared.equipment = Dollars(between(*kind.capital, place));
  shared.pue = kind.pue;
  return owned_hour(shared, kind.provisioned, kind.drawn);
}

/// A stream for each kind, by its chip and how many before it have the same.
std::vector<RandomStream> kind_streams(const std::vector<DrawnKind>& kinds, const RandomStreams& streams) {
  std::map<std::string, std::uint64_t> seen;
  std::vector<RandomStream> all;
  for (const DrawnKind& kind : kinds) all.push_back(streams.stream("cost/" + kind.chip, seen[kind.chip]++));
  return all;
}

}  // namespace

Spread spread_of(std::vector<double> draws) {
  std::sort(draws.begin(), draws.end());
  const auto last = static_cast<double>(draws.size() - 1);
  const auto at = [&](double share) { return draws[static_cast<std::size_t>(share * last + 0.5)]; };
  return {at(0.05), at(0.5), at(0.95)};
}

std::vector<double> ratios(const std::vector<double>& draws, const std::vector<double>& others) {
  std::vector<double> all;
  for (std::size_t i = 0; i < draws.size(); ++i) all.push_back(draws[i] / others[i]);
  return all;
}

std::vector<KindDraws> draw_kinds(const std::vector<DrawnKind>& kinds, const CostTerms& terms) {
  const RandomStreams streams(terms.seed);
  RandomStream shared = streams.stream("cost");
  std::vector<RandomStream> own = kind_streams(kinds, streams);
  std::vector<KindDraws> draws(kinds.size());
  for (int i = 0; i < terms.draws; ++i) {
    const OwnershipTerms drawn = terms_at(terms, [&] { return shared.uniform(); });
    for (std::size_t k = 0; k < kinds.size(); ++k) {
      draws[k].factors.push_back(own[k].lognormal(1.0, kinds[k].error));
      const double place = own[k].uniform();
      if (kinds[k].capital) draws[k].hour_dollars.push_back(hour_of(drawn, kinds[k], place).total().value());
    }
  }
  return draws;
}

std::optional<OwnedHour> middle_hour(const DrawnKind& kind, const CostTerms& terms) {
  if (!kind.capital) return std::nullopt;
  return hour_of(terms_at(terms, [] { return 0.5; }), kind, 0.5);
}

std::optional<Estimate> capital_of(const std::string& chip, std::optional<Estimate> capital) {
  if (capital) return capital;
  const auto known = find_chip_capital(chip);
  if (!known) return std::nullopt;
  return Estimate{known->least.value(), known->most.value()};
}

}  // namespace gigapod
