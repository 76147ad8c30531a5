// A broadcast: one chip's array goes to every chip of the group.
//   broadcast = launch + hops * latency + V / (n b)
// V = bytes of the array, b = one link, one direction, n = links of the sender into the group, hops = the longest
// way. The array is cut into as many parts as the sender has links, each part goes a way of its own, and small chunks
// follow each other, so that a chip passes on while it receives. Assumes chunks so small that the last one's way adds
// only latency. No schedule is faster: V must leave the sender over n links.
#include "docs/examples/broadcast.hpp"

#include <algorithm>

namespace gigapod {

Seconds broadcast_time(Bytes array, std::span<const SliceAxis> axes, LinkRate link) {
  const int links = links_in_use(axes);
  if (links == 0) return Seconds(0.0);
  int hops = 0;
  for (const SliceAxis& axis : axes) hops += is_ring(axis) ? axis.length / 2 : std::max(0, axis.length - 1);
  return link.launch + link.hop_latency * static_cast<double>(hops) +
         array / (link.one_way * static_cast<double>(links));
}

}  // namespace gigapod
