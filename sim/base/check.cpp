#include "sim/base/check.hpp"

#include <fmt/format.h>

namespace gigapod {

void fail_check(const char* file, int line, const char* claim, const std::string& why) {
  throw InternalError(fmt::format("{}:{}: internal error: {} ({})", file, line, why, claim));
}

}  // namespace gigapod
