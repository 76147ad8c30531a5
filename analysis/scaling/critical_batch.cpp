// What a larger batch costs in tokens (McCandlish et al., arXiv:1812.06162, equation 2.11 and appendix D):
//
//   (S / S_min - 1) (E / E_min - 1) = 1      steps S and examples E to reach a loss; with batch B = E / S
//   E / E_min = 1 + B / B_crit               so each token is worth 1 / (1 + B / B_crit)
//
// The critical batch B_crit is given, or follows from a published law:
//
//   kaplan   B_crit = B* / L^(1 / alpha_B), B* = 2e8 tokens, alpha_B = 0.21    (arXiv:2001.08361, equation 5.3)
//            L nats a token of WebText2; measured for losses of 10 to 3 (figure 10)
//   zhang    B_20 = 22.91 D^0.47 sequences of 512 tokens, D million tokens     (arXiv:2410.21676)
//            with batches of B_20 a run takes 20% more tokens, so B_crit = B_20 / 0.2; measured for models of 85M to
//            1.2B parameters on C4 at 20 tokens a parameter: 1.7 to 24 billion tokens
//
// Both are fits to small models: a run of a large one extrapolates them, and they differ by a factor of ten there.

#include "analysis/scaling/critical_batch.hpp"

#include "analysis/number_text.hpp"

#include <fmt/format.h>

#include <cmath>

namespace gigapod {
namespace {

constexpr double kKaplanTokens = 2e8;
constexpr double kKaplanExponent = 0.21;
constexpr double kKaplanLeastLoss = 3.0;
constexpr double kKaplanMostLoss = 10.0;

constexpr double kZhangSequences = 22.91;
constexpr double kZhangExponent = 0.47;
constexpr double kZhangSequenceTokens = 512.0;
constexpr double kZhangOverhead = 0.2;
constexpr double kZhangLeastTokens = 1.7e9;
constexpr double kZhangMostTokens = 24e9;

}  // namespace

double token_efficiency(const CriticalBatch& critical, double batch_tokens) {
  return critical.tokens > 0.0 ? 1.0 / (1.0 + batch_tokens / critical.tokens) : 1.0;
}

CriticalBatch given_critical_batch(double tokens) { return {tokens, "as given", ""}; }

CriticalBatch kaplan_critical_batch(double loss) {
  CriticalBatch critical{kKaplanTokens / std::pow(loss, 1.0 / kKaplanExponent),
                         fmt::format("Kaplan et al. 2020 at a loss of {:g} nats", loss), ""};
  if (loss < kKaplanLeastLoss || loss > kKaplanMostLoss) {
    critical.warning = fmt::format(
        "critical batch: the law of Kaplan et al. was measured for losses of {:g} to {:g} nats; {:g} extrapolates it",
        kKaplanLeastLoss, kKaplanMostLoss, loss);
  }
  return critical;
}

CriticalBatch zhang_critical_batch(double run_tokens) {
  const double sequences = kZhangSequences * std::pow(run_tokens / 1e6, kZhangExponent);
  CriticalBatch critical{sequences * kZhangSequenceTokens / kZhangOverhead,
                         fmt::format("Zhang et al. 2024 for a run of {} tokens", short_count(run_tokens)), ""};
  if (run_tokens < kZhangLeastTokens || run_tokens > kZhangMostTokens) {
    critical.warning = fmt::format(
        "critical batch: the law of Zhang et al. was measured for runs of {} to {} tokens; {} extrapolates it",
        short_count(kZhangLeastTokens), short_count(kZhangMostTokens), short_count(run_tokens));
  }
  return critical;
}

}  // namespace gigapod
