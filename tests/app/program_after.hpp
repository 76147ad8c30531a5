#pragma once

#include "tests/app/program.hpp"

#include <functional>

namespace gigapod::test {

/// As run_program; `in_child` is done in the child process before the program takes over: limits, another user.
[[nodiscard]] ProgramResult run_program_after(const std::function<void()>& in_child,
                                              const std::vector<std::string>& arguments,
                                              const std::filesystem::path& folder);

/// Lets other users look into the folder, also one who is still in the group of this one.
void let_others_look(const std::filesystem::path& folder);

/// For `in_child`: root, whom no permission stops, becomes a user without rights.
void become_nobody();

}  // namespace gigapod::test
