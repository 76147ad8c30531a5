#include "sim/app/tenant_limits.hpp"

#include "sim/app/catalog_choice.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace gigapod::app {
namespace {

TenantLimit tenant_limit(const std::string& text, const RequestTrace& trace) {
  const std::size_t equals = text.rfind('=');
  TenantLimit limit;
  const char* end = text.data() + text.size();
  const char* begin = equals == std::string::npos ? end : text.data() + equals + 1;
  const auto [stop, failure] = std::from_chars(begin, end, limit.requests_per_second);
  if (failure != std::errc{} || stop != end || !(limit.requests_per_second > 0.0) ||
      limit.requests_per_second > 1e9) {
    refuse(fmt::format("--tenant-limit {}: it expects TENANT=REQUESTS a second, such as school=2", text));
  }
  const std::string name = text.substr(0, equals);
  const auto found = std::find(trace.tenants.begin(), trace.tenants.end(), name);
  if (found == trace.tenants.end()) {
    refuse(fmt::format(
        "--tenant-limit {}: the requests have no tenant '{}'{}", text, name,
        trace.tenants.empty() ? std::string() : fmt::format("; they have {}", fmt::join(trace.tenants, ", "))));
  }
  limit.tenant = static_cast<int>(found - trace.tenants.begin());
  return limit;
}

}  // namespace

std::vector<TenantLimit> tenant_limits(const std::vector<std::string>& texts, const RequestTrace& trace) {
  std::vector<TenantLimit> limits;
  for (const std::string& text : texts) {
    limits.push_back(tenant_limit(text, trace));
    const auto is_same = [&](const TenantLimit& other) { return other.tenant == limits.back().tenant; };
    if (std::count_if(limits.begin(), limits.end(), is_same) > 1) {
      refuse(fmt::format("--tenant-limit {}: the tenant has a limit already", text));
    }
  }
  return limits;
}

}  // namespace gigapod::app
