#include "analysis/serving_search.hpp"

#include "analysis/serving_slice_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>

namespace gigapod {
namespace {

struct Candidate {
  std::unique_ptr<SliceSearch> slice;
  const SearchMachine* machine = nullptr;
  Shape shape;
  double least_hourly = 0.0;  ///< by the closed form
};

std::vector<Shape> shapes_of(const ServingSearch& search, const SearchMachine& machine) {
  std::vector<Shape> shapes;
  if (!search.slices.empty()) {
    for (const Shape& shape : search.slices) {
      if (slice_shape_fault(shape, machine.pod).empty()) shapes.push_back(shape);
    }
    return shapes;
  }
  for (const Shape& shape : slice_shapes(machine.pod)) {
    if (shape.chips() <= search.most_chips_a_replica) shapes.push_back(shape);
  }
  return shapes;
}

/// How far over its targets a slice is, at the worst of them.
double excess(const std::vector<NearestTarget>& missed) {
  double worst = 0.0;
  for (const NearestTarget& target : missed) worst = std::max(worst, target.nearest / target.wanted);
  return worst;
}

std::string missed_text(const std::vector<NearestTarget>& missed) {
  std::string text;
  for (const NearestTarget& target : missed) {
    text += fmt::format("{}{} of {:.4g} ms for one request at a time", text.empty() ? "" : ", ", target.name,
                        target.nearest.value() * 1e3);
  }
  return text;
}

std::string most_text(int replicas) {
  return replicas == 1 ? std::string("one replica does not hold the targets, and two cost more than another slice")
                       : fmt::format("{} replicas do not hold the targets, and more cost too much", replicas);
}

/// Slices that hold the model and, for one request at a time, the targets; cheapest by the closed form first.
std::vector<Candidate> candidates_of(const RequestTrace& trace, const ServingSearch& search, SearchResult& result) {
  std::vector<Candidate> candidates;
  for (const SearchMachine& machine : search.machines) {
    for (const Shape& shape : shapes_of(search, machine)) {
      auto slice = std::make_unique<SliceSearch>(trace, result.requests, search, machine, shape);
      if (std::string fault = slice->fault(); !fault.empty()) {
        result.left_out.push_back({machine.chip.name, shape, std::move(fault), false});
        continue;
      }
      const std::vector<NearestTarget> missed = slice->missed_alone();
      result.simulations += slice->simulations();
      if (missed.empty()) {
        const double least = slice->hourly(slice->fewest_replicas());
        candidates.push_back({std::move(slice), &machine, shape, least});
        continue;
      }
      result.left_out.push_back({machine.chip.name, shape, missed_text(missed)});
      if (result.nearest.empty() || excess(missed) < excess(result.nearest)) result.nearest = missed;
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.least_hourly < b.least_hourly; });
  return candidates;
}

bool is_cheaper(const FoundSetup& a, const FoundSetup& b) {
  return a.hourly != b.hourly ? a.hourly < b.hourly : a.answer.attainment() > b.answer.attainment();
}

/// What the second cheapest so far costs: a slice that can't be below it is of no interest.
double second_hourly(const std::vector<FoundSetup>& found) {
  return found.size() < 2 ? std::numeric_limits<double>::infinity() : found[1].hourly;
}

void search_candidates(std::vector<Candidate>& candidates, const ServingSearch& search, SearchResult& result) {
  for (Candidate& candidate : candidates) {
    SliceSearch& slice = *candidate.slice;
    const double bound = second_hourly(result.found);
    const std::string& chip = candidate.machine->chip.name;
    if (candidate.least_hourly > bound) {
      result.left_out.push_back(
          {chip, candidate.shape,
           fmt::format("the closed form says {} chips at least, which cost more than two others",
                       slice.fewest_replicas() * slice.chips())});
      continue;
    }
    const double affordable = bound / slice.hourly(1);
    const int most =
        std::max(1, static_cast<int>(std::min(affordable + 1e-9, 1.0 * search.most_chips / slice.chips())));
    const std::size_t before = slice.simulations();
    auto found = slice.cheapest(most);
    result.simulations += slice.simulations() - before;
    if (!found) {
      result.left_out.push_back({chip, candidate.shape, most_text(most)});
      continue;
    }
    result.found.push_back(std::move(*found));
    std::stable_sort(result.found.begin(), result.found.end(), is_cheaper);
  }
}

/// The runner-up's slice with what the winner's money buys of it.
void add_runner_up(std::vector<Candidate>& candidates, SearchResult& result) {
  if (result.found.size() < 2) return;
  const ServingAnswer& second = result.found[1].answer;
  for (Candidate& candidate : candidates) {
    const bool is_it =
        candidate.shape == second.shape && candidate.machine->chip.name == second.setup.replica.chip.name;
    const int replicas = static_cast<int>(result.found[0].hourly / candidate.slice->hourly(1) + 1e-9);
    if (!is_it || replicas < 1 || replicas >= second.chips() / candidate.slice->chips()) continue;
    result.runner_up_at_the_price = candidate.slice->best_of(replicas);
  }
}

}  // namespace

SearchResult search_serving(const RequestTrace& trace, const ServingSearch& search) {
  SearchResult result;
  result.requests = request_summary(trace);
  ServingSearch priced = search;
  result.has_prices = std::all_of(search.machines.begin(), search.machines.end(),
                                  [](const SearchMachine& machine) { return machine.price.has_value(); });
  if (!result.has_prices) {
    for (SearchMachine& machine : priced.machines) machine.price.reset();
  }
  std::vector<Candidate> candidates = candidates_of(trace, priced, result);
  search_candidates(candidates, priced, result);
  add_runner_up(candidates, result);
  for (const Candidate& candidate : candidates) {
    const auto points = load_sweep(trace, candidate.slice->setup(), candidate.shape, candidate.machine->price);
    result.frontier.insert(result.frontier.end(), points.begin(), points.end());
  }
  mark_best(result.frontier);
  return result;
}

}  // namespace gigapod
