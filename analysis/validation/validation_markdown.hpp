#pragma once

#include "analysis/validation/validation.hpp"
#include "sim/base/diagnostics.hpp"

#include <string>
#include <string_view>

namespace gigapod {

/// A Markdown document with its tables of the validation written anew: what stands between a line
/// `<!-- validate: NAME -->` and the next `<!-- validate: end -->` becomes the table NAME. The names: targets,
/// scores, slice loss, ranking, flows, serving, serving rooflines, serving requests, worst, training TPU, training
/// GPU. A name that is none of these and a mark without its end are errors.
[[nodiscard]] std::string with_tables(const std::string& file, std::string_view document,
                                      const Validation& validation, Diagnostics& findings);

}  // namespace gigapod
