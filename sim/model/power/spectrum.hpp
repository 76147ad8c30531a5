#pragma once

#include "sim/base/quantity.hpp"
#include "sim/model/power/waveform.hpp"

#include <complex>
#include <vector>

namespace gigapod {

/// One line of a spectrum.
struct Harmonic {
  Hertz frequency;
  Watts amplitude;     ///< of the sine wave, zero to peak
  double share = 0.0;  ///< of the energy of all harmonics
};

/// Fourier coefficients c_1 … c_count of a waveform in closed form, c_k = 1/T integral of p(t) exp(-i 2 pi k t / T).
[[nodiscard]] std::vector<std::complex<double>> fourier_coefficients(const PowerWaveform& waveform, int count);

/// The harmonics up to a frequency. Shares are of all harmonics, those above included.
[[nodiscard]] std::vector<Harmonic> spectrum(const PowerWaveform& waveform, Hertz highest);

/// Share of a spectrum's energy from `low` to `high`, both included.
[[nodiscard]] double share_in_band(const std::vector<Harmonic>& spectrum, Hertz low, Hertz high);

/// Spectrum of a power sampled every `step` (an even number of samples, at least two), by fast Fourier transform.
/// Lines are those of the window: multiples of 1 / (samples x step).
[[nodiscard]] std::vector<Harmonic> sampled_spectrum(const std::vector<double>& watts, Seconds step);

}  // namespace gigapod
