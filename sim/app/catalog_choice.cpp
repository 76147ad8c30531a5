#include "sim/app/catalog_choice.hpp"

#include <charconv>
#include <sstream>

namespace gigapod::app {

const PodSpec& chosen_pod(const std::string& pod, const std::string& chip, const Catalog& catalog) {
  if (!pod.empty()) {
    const PodSpec& found = catalog_entry("pod", pod, catalog.pods);
    if (!chip.empty() && found.chip != chip) {
      refuse(fmt::format("pod '{}' has chips of type '{}', not '{}'", pod, found.chip, chip));
    }
    return found;
  }
  if (chip.empty()) refuse("name a chip with --chip or a pod with --pod");
  (void)catalog_entry("chip", chip, catalog.chips);
  std::vector<const PodSpec*> pods;
  std::string names;
  for (const auto& [name, spec] : catalog.pods) {
    if (spec.chip != chip) continue;
    pods.push_back(&spec);
    names += (names.empty() ? "" : ", ") + name;
  }
  if (pods.empty()) refuse(fmt::format("no pod of the catalog has chips of type '{}'", chip));
  if (pods.size() > 1) {
    refuse(fmt::format("several pods have chips of type '{}': name one of {} with --pod", chip, names));
  }
  return *pods[0];
}

Shape chosen_shape(const std::string& text) {
  Shape shape;
  std::istringstream parts(text);
  bool is_valid = !text.empty() && text.back() != 'x';
  for (std::string part; is_valid && std::getline(parts, part, 'x');) {
    int length = 0;
    const auto [stop, failure] = std::from_chars(part.data(), part.data() + part.size(), length);
    is_valid = failure == std::errc{} && stop == part.data() + part.size() && length >= 1 && length <= 65536;
    shape.axes.push_back(length);
  }
  double chips = 1.0;
  for (const int length : shape.axes) chips *= length;
  if (!is_valid || shape.axes.size() > 3 || chips > 1e8) {
    refuse(fmt::format("'{}' is not a slice; write one to three lengths joined by 'x', such as 4x4x8", text));
  }
  return shape;
}

}  // namespace gigapod::app
