// A change from one power to the next takes `edge`: g(t) = (C(t) - C(t - edge)) / edge, C the energy of the segments
// up to t. Between the times at which either end of that window meets a change of segment, g is a straight line, so
// the waveform has no error of its own; means, variances and energies are integrals of straight lines.
//
// Assumes an edge of one length for every change, rise or fall: what power supplies store.

#include "sim/model/power/waveform.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

/// Energy of repeated segments from time 0.
class EnergyUpTo {
 public:
  explicit EnergyUpTo(std::span<const PowerSegment> segments) {
    ends_.push_back(0.0);
    energies_.push_back(0.0);
    for (const PowerSegment& segment : segments) {
      if (segment.duration <= Seconds(0)) continue;
      ends_.push_back(ends_.back() + segment.duration.value());
      energies_.push_back(energies_.back() + (segment.duration * segment.power).value());
    }
  }

  [[nodiscard]] double period() const { return ends_.back(); }
  [[nodiscard]] double of_period() const { return energies_.back(); }
  [[nodiscard]] const std::vector<double>& ends() const { return ends_; }

  [[nodiscard]] double at(double time) const {
    const double periods = std::floor(time / period());
    const double rest = std::clamp(time - periods * period(), 0.0, period());
    const auto after = std::upper_bound(ends_.begin() + 1, ends_.end() - 1, rest);
    const auto i = static_cast<std::size_t>(after - ends_.begin());
    const double share = (rest - ends_[i - 1]) / (ends_[i] - ends_[i - 1]);
    return periods * of_period() + energies_[i - 1] + share * (energies_[i] - energies_[i - 1]);
  }

 private:
  std::vector<double> ends_;
  std::vector<double> energies_;
};

std::vector<double> corners(const EnergyUpTo& energy, double edge) {
  std::vector<double> times;
  for (const double end : energy.ends()) {
    for (const double time : {end, end + edge}) {
      const double wrapped = std::fmod(time, energy.period());
      times.push_back(wrapped);
    }
  }
  std::sort(times.begin(), times.end());
  const double apart = 1e-12 * energy.period();
  times.erase(std::unique(times.begin(), times.end(),
                          [apart](double first, double second) { return second - first < apart; }),
              times.end());
  return times;
}

struct Line {
  double start = 0.0;
  double length = 0.0;
  double first = 0.0;
  double last = 0.0;
};

template <typename Visit>
void for_each_line(const PowerWaveform& waveform, Visit visit) {
  const auto& points = waveform.points;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool is_last = i + 1 == points.size();
    const double end = is_last ? waveform.period.value() + points[0].time.value() : points[i + 1].time.value();
    visit(Line{points[i].time.value(), end - points[i].time.value(), points[i].power.value(),
               points[is_last ? 0 : i + 1].power.value()});
  }
}

/// Charge of a storage that takes what is above `mean`: its extremes lie at the ends of lines and where one crosses
/// the mean.
class Charge {
 public:
  void add(double length, double first, double last) {
    if ((first < 0.0) != (last < 0.0) && first != last) {
      const double before = length * first / (first - last);
      add_triangle(0.5 * before * first);
      add_triangle(0.5 * (length - before) * last);
      return;
    }
    add_triangle(0.5 * length * (first + last));
  }
  [[nodiscard]] double swing() const { return most_ - least_; }
  [[nodiscard]] double moved() const { return moved_; }

 private:
  void add_triangle(double energy) {
    charge_ += energy;
    moved_ += std::max(0.0, energy);
    least_ = std::min(least_, charge_);
    most_ = std::max(most_, charge_);
  }
  double charge_ = 0.0;
  double least_ = 0.0;
  double most_ = 0.0;
  double moved_ = 0.0;
};

}  // namespace

PowerWaveform waveform(std::span<const PowerSegment> segments, Seconds edge) {
  const EnergyUpTo energy(segments);
  GIGAPOD_CHECK(energy.period() > 0.0, "a waveform has a period");
  GIGAPOD_CHECK(edge > Seconds(0), "a change of power takes time");
  PowerWaveform result{Seconds(energy.period()), {}};
  const double mean = energy.of_period() / energy.period();
  if (edge.value() >= energy.period()) {
    result.points.push_back({Seconds(0), Watts(mean)});
    return result;
  }
  for (const double time : corners(energy, edge.value())) {
    const double power = (energy.at(time) - energy.at(time - edge.value())) / edge.value();
    result.points.push_back({Seconds(time), Watts(power)});
  }
  return result;
}

Watts power_at(const PowerWaveform& waveform, Seconds time) {
  const auto& points = waveform.points;
  const double period = waveform.period.value();
  double at = std::fmod(time.value(), period);
  if (at < points.front().time.value()) at += period;
  const auto after =
      std::upper_bound(points.begin(), points.end(), at,
                       [](double t, const PowerWaveform::Point& point) { return t < point.time.value(); });
  const PowerWaveform::Point& before = *(after - 1);
  const bool wraps = after == points.end();
  const PowerWaveform::Point& next = wraps ? points.front() : *after;
  const double end = next.time.value() + (wraps ? period : 0.0);
  const double length = end - before.time.value();
  const double share = length > 0.0 ? std::clamp((at - before.time.value()) / length, 0.0, 1.0) : 0.0;
  return before.power + share * (next.power - before.power);
}

WaveformMeasures measures(const PowerWaveform& waveform) {
  WaveformMeasures result;
  const double period = waveform.period.value();
  double energy = 0.0;
  for_each_line(waveform, [&](const Line& line) { energy += 0.5 * line.length * (line.first + line.last); });
  const double mean = energy / period;
  result.mean = Watts(mean);
  result.least = result.largest = waveform.points.front().power;
  Charge charge;
  for_each_line(waveform, [&](const Line& line) {
    result.least = min(result.least, Watts(line.first));
    result.largest = max(result.largest, Watts(line.first));
    if (line.length <= 0.0) return;
    const double slope = (line.last - line.first) / line.length;
    result.ramp_up = max(result.ramp_up, WattsPerSecond(slope));
    result.ramp_down = max(result.ramp_down, WattsPerSecond(-slope));
    const double a = line.first - mean;
    const double b = line.last - mean;
    result.variance += line.length / period * (a * a + a * b + b * b) / 3.0;
    charge.add(line.length, a, b);
  });
  result.moved = Joules(charge.moved());
  result.stored = Joules(charge.swing());
  return result;
}

PowerWaveform scaled(const PowerWaveform& waveform, double factor) {
  PowerWaveform result = waveform;
  for (PowerWaveform::Point& point : result.points) point.power = point.power * factor;
  return result;
}

PowerWaveform difference(const PowerWaveform& first, const PowerWaveform& second) {
  PowerWaveform result{first.period, {}};
  for (const PowerWaveform* waveform : {&first, &second}) {
    for (const PowerWaveform::Point& point : waveform->points) result.points.push_back({point.time, {}});
  }
  std::sort(result.points.begin(), result.points.end(),
            [](const auto& left, const auto& right) { return left.time < right.time; });
  for (PowerWaveform::Point& point : result.points) {
    point.power = power_at(first, point.time) - power_at(second, point.time);
  }
  return result;
}

}  // namespace gigapod
