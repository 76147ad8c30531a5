#include "sim/cluster/energy_account.hpp"

namespace gigapod {

std::string_view energy_bucket_name(EnergyBucket bucket) {
  static constexpr std::array<std::string_view, kEnergyBucketCount> names = {
      "useful_compute", "communication_wait", "idle",         "overhead",
      "cooling",        "conversion_loss",    "battery_loss", "curtailed"};
  return names[static_cast<std::size_t>(bucket)];
}

EnergyBucket energy_bucket(Bucket bucket) {
  switch (bucket) {
    case Bucket::kBusyUseful: return EnergyBucket::kUsefulCompute;
    case Bucket::kCommunicationExposed: return EnergyBucket::kCommunicationWait;
    case Bucket::kRecompute:
    case Bucket::kBubble:
    case Bucket::kCheckpoint:
    case Bucket::kRestartLost:
    case Bucket::kDown: return EnergyBucket::kOverhead;
    case Bucket::kPowerCapped: return EnergyBucket::kCurtailed;
    case Bucket::kIdleFragmented:
    case Bucket::kIdlePowerHeld:
    case Bucket::kIdleFree: return EnergyBucket::kIdle;
  }
  return EnergyBucket::kOverhead;
}

void EnergyAccount::add(const Ledger& ledger) {
  for (std::size_t i = 0; i < kBucketCount; ++i) {
    const auto bucket = static_cast<Bucket>(i);
    add(energy_bucket(bucket), ledger.joules(bucket));
  }
  add(EnergyBucket::kBatteryLoss, ledger.battery_loss());
}

Joules EnergyAccount::total() const {
  Joules sum;
  for (const Joules amount : joules_) sum += amount;
  return sum;
}

}  // namespace gigapod
