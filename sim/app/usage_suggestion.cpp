#include "sim/app/usage_suggestion.hpp"

#include "sim/base/suggestion.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

namespace gigapod::app {
namespace {

/// The program and the commands that the line names, the innermost last.
std::vector<const CLI::App*> parsed_commands(const CLI::App& program) {
  std::vector<const CLI::App*> all = {&program};
  while (!all.back()->get_subcommands().empty()) all.push_back(all.back()->get_subcommands().front());
  return all;
}

std::vector<std::string> option_names(const std::vector<const CLI::App*>& commands) {
  std::vector<std::string> names;
  for (const CLI::App* command : commands) {
    for (const CLI::Option* option : command->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  return names;
}

std::vector<std::string> command_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* sub : command.get_subcommands(nullptr)) {
    names.push_back(sub->get_name());
    for (const std::string& alias : sub->get_aliases()) names.push_back(alias);
  }
  return names;
}

}  // namespace

std::string usage_suggestion(const CLI::App& program) {
  const std::vector<const CLI::App*> commands = parsed_commands(program);
  for (const std::string& word : program.remaining(true)) {
    const std::string name = word.substr(0, word.find('='));
    const bool is_option = name.starts_with('-');
    const bool is_command = !is_option && commands.size() == 1;
    const auto nearest = nearest_word(name, is_option ? option_names(commands) : command_names(*commands.back()));
    const std::string hint = nearest ? fmt::format("; did you mean '{}'?", *nearest) : std::string();
    if (is_command || nearest) {
      return fmt::format("there is no {} '{}'{}", is_option ? "option" : "command", name, hint);
    }
  }
  return {};
}

}  // namespace gigapod::app
