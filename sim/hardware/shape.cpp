#include "sim/hardware/shape.hpp"

namespace gigapod {

std::string to_text(const Shape& shape) {
  std::string text;
  for (const int length : shape.axes) {
    if (!text.empty()) text += 'x';
    text += std::to_string(length);
  }
  return text;
}

}  // namespace gigapod
