#include "sim/app/outage_option.hpp"

#include "sim/app/amount_option.hpp"
#include "sim/app/catalog_choice.hpp"

#include <algorithm>
#include <charconv>

namespace gigapod::app {

ReplicaOutage outage_option(const char* option, const std::string& text, int replicas, bool is_drain) {
  const std::size_t first = text.find(':');
  const std::size_t second = first == std::string::npos ? first : text.find(':', first + 1);
  int replica = -1;
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + std::min(first, text.size()), replica);
  if (second == std::string::npos || failure != std::errc{} || stop != text.data() + first) {
    refuse(fmt::format("{} {}: it expects REPLICA:BEGIN:END, such as 0:60s:2min", option, text));
  }
  const Seconds begin(amount_option(option, text.substr(first + 1, second - first - 1), Dimension::kTime));
  const Seconds end(amount_option(option, text.substr(second + 1), Dimension::kTime));
  if (replica < 0 || replica >= replicas) {
    refuse(fmt::format("{} {}: there is no replica {}; they are 0 to {}", option, text, replica, replicas - 1));
  }
  if (end <= begin) refuse(fmt::format("{} {}: it ends before it begins", option, text));
  return {replica, begin, end, is_drain};
}

}  // namespace gigapod::app
