#include "sim/scenario/study_design.hpp"

#include "sim/scenario/mapping_reader.hpp"

#include <fmt/format.h>

#include <utility>

namespace gigapod {
namespace {

constexpr double kMostCases = 10'000;

std::vector<std::size_t> ranges_of(const std::vector<Axis>& axes) {
  std::vector<std::size_t> ranges;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    if (axes[i].range) ranges.push_back(i);
  }
  return ranges;
}

/// The dimension that holds the axis.
StudyDimension& dimension_of(std::size_t axis, std::vector<StudyDimension>& dimensions) {
  for (StudyDimension& dimension : dimensions) {
    for (const std::size_t other : dimension.axes) {
      if (other == axis) return dimension;
    }
  }
  return dimensions.back();
}

SampleHead read_sample(const DocumentNode& node, Findings& findings, StudySample& sample) {
  SampleHead head;
  MappingReader reader(node, "'sample'", findings);
  if (!reader.is_valid()) return head;
  reader.read(sample_fields(), head);
  reader.finish();
  sample.method = head.method;
  sample.size = static_cast<std::size_t>(head.size);
  if (sample.axes.empty()) {
    findings.error(node.label, "no axis has a range to sample", "give one 'key', 'low' and 'high'");
  }
  const std::size_t least = least_sample_size(sample.method);
  if (sample.size > 0 && sample.size < least) {
    findings.error(node.find("size")->mark,
                   fmt::format("a sample of size {} is too small for '{}': how much an axis matters has no interval",
                               sample.size, sample_method_names()[static_cast<std::size_t>(sample.method)]),
                   fmt::format("give at least {}", least));
  }
  if (sample.method == SampleMethod::kSobol && sample.axes.size() > kMostSobolAxes) {
    findings.error(node.label, fmt::format("a Sobol sample takes at most {} ranges", kMostSobolAxes));
  }
  return head;
}

void fill(std::vector<Axis>& axes, std::uint64_t seed, StudySample& sample) {
  sample.points = sample_points(sample.method, sample.axes.size(), sample.size, seed);
  for (SamplePoint& point : sample.points) {
    for (std::size_t i = 0; i < point.size(); ++i) point[i] = add_sample_value(axes[sample.axes[i]], point[i]);
  }
}

bool fits(const std::vector<StudyDimension>& dimensions, const Mark& mark, Findings& findings) {
  double cases = 1.0;
  for (const StudyDimension& dimension : dimensions) cases *= static_cast<double>(dimension.size);
  if (cases <= kMostCases) return true;
  findings.error(mark, fmt::format("the axes have {:.0f} combinations; the most are {:.0f}", cases, kMostCases));
  return false;
}

}  // namespace

std::vector<StudyDimension> read_design(const DocumentNode& section, std::vector<Axis>& axes, Findings& findings,
                                        std::optional<StudySample>& sample) {
  std::vector<StudyDimension> dimensions;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    if (axes[i].range) continue;
    if (axes[i].zipped_with) {
      dimension_of(*axes[i].zipped_with, dimensions).axes.push_back(i);
    } else {
      dimensions.push_back({{i}, axes[i].values.size()});
    }
  }
  const std::vector<std::size_t> ranges = ranges_of(axes);
  const DocumentNode* node = section.find("sample");
  if (node != nullptr) {
    sample.emplace().axes = ranges;
    const SampleHead head = read_sample(*node, findings, *sample);
    const std::size_t points = sample_count(sample->method, ranges.size(), sample->size);
    if (!ranges.empty()) dimensions.push_back({ranges, points});
    if (fits(dimensions, section.find("axes")->label, findings) && findings.error_count() == 0) {
      fill(axes, head.seed, *sample);
    }
    return dimensions;
  }
  if (!ranges.empty()) {
    const Axis& first = axes[ranges.front()];
    findings.error(first.mark, fmt::format("axis '{}' is a range, and the study has no 'sample'", first.name),
                   "such as sample: {method: latin_hypercube, size: 64}");
  }
  (void)fits(dimensions, section.find("axes")->label, findings);
  return dimensions;
}

bool next_combination(const std::vector<StudyDimension>& dimensions, std::vector<std::size_t>& indices) {
  for (std::size_t i = dimensions.size(); i-- > 0;) {
    if (++indices[i] < dimensions[i].size) return true;
    indices[i] = 0;
  }
  return false;
}

std::vector<std::size_t> axis_values(const std::vector<StudyDimension>& dimensions,
                                     const std::vector<std::size_t>& indices, std::size_t axes) {
  std::vector<std::size_t> values(axes, 0);
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    for (const std::size_t axis : dimensions[i].axes) values[axis] = indices[i];
  }
  return values;
}

}  // namespace gigapod
