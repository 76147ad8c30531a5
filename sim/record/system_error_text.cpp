#include "sim/record/system_error_text.hpp"

#include <cctype>
#include <system_error>

namespace gigapod {

std::string system_error_text(int error_number) {
  std::string text = std::generic_category().message(error_number);
  if (!text.empty()) text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
  return text;
}

}  // namespace gigapod
