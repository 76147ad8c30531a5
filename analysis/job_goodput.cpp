#include "analysis/job_goodput.hpp"

#include "analysis/expected_goodput.hpp"
#include "sim/fabric/dcn_fabric.hpp"
#include "sim/model/checkpoint/checkpoint.hpp"

namespace gigapod {

JobGoodput job_goodput(const FailureTerms& terms, const SiteSpec& site, const PodSpec& pod, const ChipSpec& chip,
                       const SliceAllocation& slices, Bytes state) {
  JobGoodput result;
  const Hertz rate =
      interruption_rate(terms.failures, pod, chip, static_cast<int>(slices.chips()), site, terms.reroutes);
  if (rate <= Hertz(0)) return result;
  const StorageSpec& storage = site.storage;
  const double count = slices.slices;
  const BytesPerSecond link = slice_dcn_bandwidth(pod, chip, slices.slice.chips(), site.dcn);
  const Seconds write = state / min(storage.write_bandwidth, link * count);
  const Seconds copy_to_host = state / (chip.pcie_bandwidth * slices.slice.chips());
  const Seconds restore = max(state * count / storage.read_bandwidth, state / link);
  result.mean_time_between_interruptions = 1.0 / rate;
  result.checkpoint_pause = terms.checkpoints_async ? copy_to_host : write;
  result.checkpoint_interval =
      terms.checkpoint_interval > Seconds(0)
          ? terms.checkpoint_interval
          : max(best_checkpoint_interval(result.checkpoint_pause, result.mean_time_between_interruptions), write);
  const Seconds down = mean_detection(terms.recovery) + terms.restart_time + restore;
  result.goodput = expected_goodput({rate, down, result.checkpoint_interval, result.checkpoint_pause});
  return result;
}

}  // namespace gigapod
