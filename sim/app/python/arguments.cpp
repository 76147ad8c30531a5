#include "sim/app/python/arguments.hpp"

#include "sim/base/diagnostics.hpp"
#include "sim/base/suggestion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace gigapod::app {
namespace {

namespace py = pybind11;

std::string with(std::string name, char from, char to) {
  std::replace(name.begin(), name.end(), from, to);
  return name;
}

/// Every name that an option goes by, as argument.
std::vector<std::string> argument_names(const CLI::App& options) {
  std::vector<std::string> names;
  for (const CLI::Option* option : options.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back(with(name, '-', '_'));
  }
  return names;
}

void check_name(const std::string& name, const std::vector<std::string>& known, const std::string& function) {
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  const auto nearest = nearest_word(name, known);
  throw py::type_error(fmt::format("{}() has no argument '{}'{}", function, name,
                                   nearest ? fmt::format("; did you mean '{}'?", *nearest) : std::string()));
}

void add_argument(const std::string& name, const py::handle& value, std::vector<std::string>& words) {
  const std::string option = "--" + with(name, '_', '-');
  if (value.is_none() || value.is(py::handle(Py_False))) return;
  if (value.is(py::handle(Py_True))) {
    words.push_back(option);
  } else if (py::isinstance<py::list>(value) || py::isinstance<py::tuple>(value)) {
    for (const py::handle item : value) words.push_back(option + "=" + py::str(item).cast<std::string>());
  } else {
    words.push_back(option + "=" + py::str(value).cast<std::string>());
  }
}

}  // namespace

void parse_arguments(CLI::App& options, const std::string& function, const py::kwargs& arguments) {
  options.set_help_flag();
  const std::vector<std::string> known = argument_names(options);
  std::vector<std::string> words;
  for (const auto& [key, value] : arguments) {
    const auto name = key.cast<std::string>();
    check_name(name, known, function);
    add_argument(name, value, words);
  }
  std::reverse(words.begin(), words.end());  // CLI11 takes them from the back
  try {
    options.parse(words);
  } catch (const CLI::RequiredError& error) {
    throw py::type_error(fmt::format("{}(): {}", function, error.what()));
  } catch (const CLI::ParseError& error) {
    throw InvalidInput(fmt::format("error: {}\n", error.what()));
  }
}

std::string arguments_doc(const CLI::App& options) {
  std::string text;
  for (const CLI::Option* option : options.get_options()) {
    std::string names;
    for (const std::string& name : option->get_lnames()) {
      if (name != "help") names += (names.empty() ? "" : ", ") + with(name, '-', '_');
    }
    if (!names.empty()) text += fmt::format("    {}: {}\n", names, option->get_description());
  }
  return text;
}

}  // namespace gigapod::app
