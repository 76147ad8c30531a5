#pragma once

#include <compare>
#include <string>
#include <vector>

namespace gigapod {

/// Lengths of the axes of a box of chips, first axis first: `4x4x8` is {4, 4, 8}. At most three axes; every
/// length is at least 1.
struct Shape {
  std::vector<int> axes;

  auto operator<=>(const Shape&) const = default;

  [[nodiscard]] int chips() const {
    int product = 1;
    for (const int length : axes) product *= length;
    return axes.empty() ? 0 : product;
  }
};

/// `4x4x8`
[[nodiscard]] std::string to_text(const Shape& shape);

}  // namespace gigapod
