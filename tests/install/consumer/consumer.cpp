#include <array>
#include <cstdio>
#include <sim/base/version.hpp>
#include <sim/model/collective/collective.hpp>

int main() {
  using namespace gigapod;
  const std::array<SliceAxis, 1> ring = {SliceAxis{16, true}};
  const Seconds time = collective_time(Collective::kAllGather, 1_GiB, ring, {90_GBps, 1_us});
  std::printf("gigapod %s: all-gather of 1 GiB on a ring of 16 takes %.3f ms\n", version(), time.value() * 1e3);
  return time > 0_s ? 0 : 1;
}
