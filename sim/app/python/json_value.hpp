#pragma once

#include <pybind11/pybind11.h>
#include <string>

namespace gigapod::app {

/// A JSON text as dicts, lists, str, int, float and None.
[[nodiscard]] inline pybind11::object from_json(const std::string& text) {
  return pybind11::module_::import("json").attr("loads")(text);
}

}  // namespace gigapod::app
