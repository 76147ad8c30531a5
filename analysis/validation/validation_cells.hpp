#pragma once

#include "sim/hardware/chip.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace gigapod {

/// The text with its ASCII letters in lower case.
[[nodiscard]] std::string lower_case(std::string_view text);

/// A number as people write it in tables: `1,536`, `~120`, `55.2%`, `10.5 s`, `380 ms` (in seconds), `328 TFLOP/s`.
/// Nothing for other text, and for what is not finite.
[[nodiscard]] std::optional<double> written_number(std::string_view text);

/// True for an empty cell and for the ways to write that nothing is known: `-`, `n/a`, `unknown`, `?`.
[[nodiscard]] bool is_unknown(std::string_view text);

/// The catalog's name of a chip as people write it: `TPU v5p`, `Ironwood`, `tpu7x`, `v5litepod-256`, `H100 SXM5
/// 80GB`. Nothing when the catalog has no such chip.
[[nodiscard]] std::optional<std::string> chip_named(std::string_view text,
                                                    const std::map<std::string, ChipSpec>& chips);

}  // namespace gigapod
