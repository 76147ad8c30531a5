#include "analysis/serving/serving_search.hpp"

#include "analysis/serving/serving_slice_search.hpp"
#include "sim/base/dimension.hpp"

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
  ServingLayout layout = ServingLayout::kTensor;
  double least_hourly = 0.0;  ///< by the closed form
};

/// A slice with a layout of the model on it.
struct Place {
  Shape shape;
  ServingLayout layout;
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

/// On one chip the layouts are the same.
std::vector<Place> places_of(const ServingSearch& search, const SearchMachine& machine) {
  std::vector<Place> places;
  for (const Shape& shape : shapes_of(search, machine)) {
    for (const ServingLayout layout : search.layouts) {
      const bool is_first = layout == search.layouts.front();
      if (is_first || shape.chips() > 1) places.push_back({shape, layout});
    }
  }
  return places;
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
    text += fmt::format("{}{} of {} for one request at a time", text.empty() ? "" : ", ", target.name,
                        short_text(target.nearest));
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
    for (const auto& [shape, layout] : places_of(search, machine)) {
      auto slice = std::make_unique<SliceSearch>(trace, result.requests, search, machine, shape, layout);
      const std::string memory = slice->memory_fault();
      const std::string fault = memory.empty() ? slice->setup_fault() : memory;
      if (!fault.empty()) {
        result.left_out.push_back({machine.chip.name, shape, layout, fault, memory.empty()});
        continue;
      }
      const std::vector<NearestTarget> missed = slice->missed_alone();
      result.simulations += slice->simulations();
      if (missed.empty()) {
        const double least = slice->hourly(slice->fewest_replicas());
        candidates.push_back({std::move(slice), &machine, shape, layout, least});
        continue;
      }
      result.left_out.push_back({machine.chip.name, shape, layout, missed_text(missed)});
      if (result.nearest.empty() || excess(missed) < excess(result.nearest)) result.nearest = missed;
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.least_hourly < b.least_hourly; });
  return candidates;
}

bool is_cheaper(const FoundSetup& a, const FoundSetup& b) {
  if (a.hourly != b.hourly) return a.hourly < b.hourly;
  if (a.answer.attainment() != b.answer.attainment()) return a.answer.attainment() > b.answer.attainment();
  return a.answer.outcome.end_to_end.mean < b.answer.outcome.end_to_end.mean;
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
          {chip, candidate.shape, candidate.layout,
           slice.fewest_replicas() == 1
               ? "one replica costs more than two other setups"
               : "by the closed form, replicas for its tokens alone cost more than two other setups"});
      continue;
    }
    const double affordable = bound / slice.hourly(1);
    const int most =
        std::max(1, static_cast<int>(std::min(affordable + 1e-9, 1.0 * search.most_chips / slice.chips())));
    const std::size_t before = slice.simulations();
    auto found = slice.cheapest(most);
    result.simulations += slice.simulations() - before;
    if (!found) {
      result.left_out.push_back({chip, candidate.shape, candidate.layout, most_text(most)});
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
    const bool is_it = candidate.shape == second.shape &&
                       candidate.machine->chip.name == second.setup.replica.chip.name &&
                       candidate.layout == second.setup.replica.plan.layout;
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
