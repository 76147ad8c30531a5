// Balls in bins: n = rows x k choices over N = min(chips, E) chips. Experts are dealt to chips by popularity, like
// cards: chip c has ranks c, c + N, c + 2 N, ... of p_i ~ i^-s, together the share q_c. The load of the busiest chip
// is the x at which about one chip is expected above,
//
//   sum over c of exp(-(x - n q_c)^2 / (2 n q_c (1 - q_c))) = 1,  x >= n max q,   factor = x / (n / N), at most N
//
// With s = 0 that is n/N + sqrt(2 (n/N) (1 - 1/N) ln N), the known maximum of balls in bins (Raab and Steger 1998)
// for n >> N ln N; below that the bound N holds. Assumes independent choices and no copies of popular experts.

#include "sim/model/serving/expert_imbalance.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {

ExpertImbalance::ExpertImbalance(const TransformerSpec& model, double chips, double skew)
    : chosen_(model.experts_per_token),
      shares_(static_cast<std::size_t>(std::max(1, std::min(model.experts, static_cast<int>(chips)))), 0.0) {
  double all = 0.0;
  for (int rank = 0; rank < model.experts; ++rank) {
    const double popularity = std::pow(rank + 1.0, -skew);
    all += popularity;
    shares_[static_cast<std::size_t>(rank) % shares_.size()] += popularity;
  }
  for (double& share : shares_) share /= all > 0.0 ? all : 1.0;
}

double ExpertImbalance::factor(double rows) const {
  const double choices = rows * chosen_;
  const auto chips = static_cast<double>(shares_.size());
  if (chips < 2.0 || choices <= 0.0) return 1.0;
  const auto chips_above = [&](double share) {  // expected, of a load of `share` of all choices
    double sum = 0.0;
    for (const double q : shares_) sum += std::exp(-(share - q) * (share - q) * choices / (2.0 * q * (1.0 - q)));
    return sum;
  };
  double low = shares_.front();  // the most popular expert's chip
  double high = 1.0;
  for (int i = 0; i < 40; ++i) {
    const double middle = 0.5 * (low + high);
    (chips_above(middle) > 1.0 ? low : high) = middle;
  }
  return chips * high;
}

}  // namespace gigapod
