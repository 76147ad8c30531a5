// Isotonic regression by pooling adjacent violators, then Fritsch and Carlson's cubic Hermite interpolation: the
// slope at a point is the harmonic mean of the slopes beside it, which keeps every piece monotone.

#include "sim/serving/monotone_curve.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <utility>

namespace gigapod {
namespace {

void pool_violators(std::vector<double>& y) {
  struct Block {
    double mean;
    std::size_t count;
  };
  std::vector<Block> blocks;
  for (const double value : y) {
    blocks.push_back({value, 1});
    while (blocks.size() > 1 && blocks[blocks.size() - 2].mean > blocks.back().mean) {
      const Block last = blocks.back();
      blocks.pop_back();
      Block& before = blocks.back();
      const auto total = static_cast<double>(before.count + last.count);
      before.mean =
          (before.mean * static_cast<double>(before.count) + last.mean * static_cast<double>(last.count)) / total;
      before.count += last.count;
    }
  }
  auto at = y.begin();
  for (const Block& block : blocks) at = std::fill_n(at, block.count, block.mean);
}

}  // namespace

MonotoneCurve::MonotoneCurve(std::vector<double> x, std::vector<double> y) : x_(std::move(x)), y_(std::move(y)) {
  GIGAPOD_CHECK(!x_.empty() && x_.size() == y_.size(), "a curve needs a value for each of its points");
  pool_violators(y_);
  slopes_.assign(x_.size(), 0.0);
  for (std::size_t i = 1; i + 1 < x_.size(); ++i) {
    const double before = (y_[i] - y_[i - 1]) / (x_[i] - x_[i - 1]);
    const double after = (y_[i + 1] - y_[i]) / (x_[i + 1] - x_[i]);
    if (before > 0.0 && after > 0.0) slopes_[i] = 2.0 / (1.0 / before + 1.0 / after);
  }
  const std::size_t last = x_.size() - 1;
  if (last == 0) return;
  slopes_[0] = (y_[1] - y_[0]) / (x_[1] - x_[0]);
  slopes_[last] = (y_[last] - y_[last - 1]) / (x_[last] - x_[last - 1]);
}

double MonotoneCurve::at(double x) const {
  if (x <= x_.front()) return y_.front();
  if (x >= x_.back()) return y_.back();
  const auto right = static_cast<std::size_t>(std::upper_bound(x_.begin(), x_.end(), x) - x_.begin());
  const std::size_t left = right - 1;
  const double width = x_[right] - x_[left];
  const double t = (x - x_[left]) / width;
  const double s = 1.0 - t;
  return y_[left] * s * s * (1.0 + 2.0 * t) + y_[right] * t * t * (1.0 + 2.0 * s) +
         width * s * t * (slopes_[left] * s - slopes_[right] * t);
}

}  // namespace gigapod
