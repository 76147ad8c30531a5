#pragma once

#include "tests/app/program.hpp"

#include <functional>

namespace gigapod::test {

/// As run_program; `in_child` is done in the child process before the program takes over: limits, another user.
[[nodiscard]] ProgramResult run_program_after(const std::function<void()>& in_child,
                                              const std::vector<std::string>& arguments,
                                              const std::filesystem::path& folder);

}  // namespace gigapod::test
