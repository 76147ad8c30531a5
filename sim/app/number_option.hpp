#pragma once

#include <CLI/CLI.hpp>

namespace gigapod::app {

/// Checks of options that take a plain number: its text must be one, without a unit, and in the range.
[[nodiscard]] CLI::Validator number_in(double least, double most);
[[nodiscard]] CLI::Validator number_in(int least, int most);
[[nodiscard]] CLI::Validator positive_number();
/// A whole number of 64 bits without a sign.
[[nodiscard]] CLI::Validator seed_number();

}  // namespace gigapod::app
