#pragma once

#include <stdexcept>
#include <string>

namespace gigapod {

/// A broken promise inside the program; the run ends with exit code 1. User input must never cause one.
class InternalError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Throws InternalError naming the place, the claim and the reason.
[[noreturn]] void fail_check(const char* file, int line, const char* claim, const std::string& why);

}  // namespace gigapod

/// Asserts a promise of our own code in every build type; `why` says what it means when it breaks.
#define GIGAPOD_CHECK(claim, why)                               \
  do {                                                          \
    if (!(claim)) {                                             \
      ::gigapod::fail_check(__FILE__, __LINE__, #claim, (why)); \
    }                                                           \
  } while (false)
