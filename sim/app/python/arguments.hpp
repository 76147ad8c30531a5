#pragma once

#include <CLI/CLI.hpp>

#include <pybind11/pybind11.h>
#include <string>

namespace gigapod::app {

/// Keyword arguments as the options of a command: `global_batch=512` is --global-batch 512, True a flag, a list an
/// option given more than once; None and False are left out. A name that is no option and an option that is missing
/// are a TypeError of `function`; a value that an option does not take is InvalidInput.
void parse_arguments(CLI::App& options, const std::string& function, const pybind11::kwargs& arguments);

/// The options of a command as lines of a docstring, by argument.
[[nodiscard]] std::string arguments_doc(const CLI::App& options);

}  // namespace gigapod::app
