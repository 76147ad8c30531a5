#include "tests/app/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <sstream>

namespace gigapod::test {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::StartsWith;

using Words = std::vector<std::string>;

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::string help_of(const Words& command, const ScratchFolder& scratch) {
  return run_program(with(command, {"--help"}), scratch.path()).output;
}

/// Of the lines of a help text, what the expression captures.
Words captures(const std::string& help, const char* expression) {
  Words found;
  std::istringstream lines(help);
  const std::regex pattern(expression);
  std::smatch match;
  for (std::string line; std::getline(lines, line);) {
    if (std::regex_search(line, match, pattern)) found.push_back(match[1]);
  }
  return found;
}

/// The program's commands and theirs.
std::vector<Words> all_commands(const ScratchFolder& scratch) {
  std::vector<Words> commands = {{}};
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const std::string help = help_of(commands[i], scratch);
    const std::size_t list = help.find("\nSubcommands:\n");
    if (list == std::string::npos) continue;
    for (const std::string& name : captures(help.substr(list), "^  ([a-z]+)")) {
      commands.push_back(with(commands[i], {name}));
    }
  }
  return commands;
}

struct NumberOption {
  Words command;
  std::string name_and_type;  ///< `--draws INT:[30 - 1000000]`
  bool is_whole = false;
  [[nodiscard]] std::string name() const { return name_and_type.substr(0, name_and_type.find_first_of(", ")); }
};

/// As the help of every command lists them, by the types of their values; those that commands share are listed once.
std::vector<NumberOption> number_options(const ScratchFolder& scratch) {
  std::vector<NumberOption> options;
  for (const Words& command : all_commands(scratch)) {
    const std::string help = help_of(command, scratch);
    const auto add = [&](const char* line, bool is_whole) {
      for (const std::string& option : captures(help, line)) {
        const auto is_same = [&](const NumberOption& other) { return other.name_and_type == option; };
        if (std::none_of(options.begin(), options.end(), is_same)) options.push_back({command, option, is_whole});
      }
    };
    add("^ .*?(--[a-z0-9-]+[^ ]* (?:TEXT:)?U?INT(?:.*\\])?)", true);
    add("^ .*?(--[a-z0-9-]+[^ ]* (?:TEXT:)?FLOAT(?:.*\\]|:POSITIVE)?)", false);
  }
  return options;
}

void expect_refused(const NumberOption& option, const std::string& text) {
  const ScratchFolder scratch;
  const ProgramResult result = run_program(with(option.command, {option.name() + "=" + text}), scratch.path());
  EXPECT_EQ(result.exit_code, 2) << option.name();
  EXPECT_THAT(result.errors, StartsWith("error: --"));
  EXPECT_THAT(result.errors, AnyOf(HasSubstr("not '" + text + "'"), HasSubstr(": Value " + text + " ")));
}

TEST(NumberOptions, OfEveryCommandRefuseWhatIsNoNumberOfTheirs) {
  const ScratchFolder scratch;
  const std::vector<NumberOption> options = number_options(scratch);
  std::set<std::string> names;
  for (const NumberOption& option : options) names.insert(option.name());
  for (const char* name : {"--draws", "--rate", "--axes", "--global-batch", "--jobs", "--seed", "--pue", "--loss"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }

  for (const NumberOption& option : options) {
    expect_refused(option, "abc");
    expect_refused(option, "-1");
    expect_refused(option, option.is_whole ? "1e3" : "1e400");
  }
}

TEST(NumberOptions, RefuseNumbersThatOthersRead) {
  const NumberOption whole{{"goodput"}, "--draws", true};
  const NumberOption real{{"cost", "serving"}, "--rate", false};

  for (const char* text : {"010", "0x40", "1.5", "100.0", "99999999999999999999", "12x", " 50"}) {
    expect_refused(whole, text);
  }
  for (const char* text : {"inf", "nan", "-inf", "1e-400", "0x40", "12x", " 50"}) expect_refused(real, text);
}

struct Refused {
  Words line;
  std::string error;
};

class NumbersWithUnits : public testing::TestWithParam<Refused> {};

TEST_P(NumbersWithUnits, AreRefusedWhereTheyAreNone) {
  const ScratchFolder scratch;
  const ProgramResult result = run_program(GetParam().line, scratch.path());

  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.errors, StartsWith("error: " + GetParam().error));
}

const Words kServe = {"serve", "--model", "llama3.1-8b", "--chip", "v6e", "--slice", "2x2"};
const Words kPlan = {"plan", "--model", "llama3.1-8b", "--chip", "v5p", "--chips", "64"};

INSTANTIATE_TEST_SUITE_P(
    Options, NumbersWithUnits,
    testing::Values(Refused{{"power", "fit", "--chip", "v7", "--power", "1GW", "--oversubscription", "nan%"},
                            "--oversubscription nan%: it expects a number such as 0.05 or 5%"},
                    Refused{{"power", "fit", "--chip", "v7", "--power", "1e308GW"},
                            "--power 1e308GW: it expects a power"},
                    Refused{with(kServe, {"--rate", "1", "--arrivals", "poisson", "--keep", "inf"}),
                            "--keep inf: it expects a number such as 0.05 or 5%"},
                    Refused{with(kServe, {"--rate", "1", "--arrivals", "poisson", "--ttft", "1e400s"}),
                            "--ttft 1e400s: it expects a time"},
                    Refused{with(kPlan, {"--tokens", "1e400"}), "--tokens 1e400: it expects a number above 0"},
                    Refused{with(kPlan, {"--tokens", "-1"}), "--tokens -1: it expects a number above 0"},
                    Refused{with(kPlan, {"--deadline", "infdays"}), "--deadline infdays: it expects a time"}));

}  // namespace
}  // namespace gigapod::test
