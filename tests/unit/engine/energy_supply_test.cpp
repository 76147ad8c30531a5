#include "sim/engine/energy_supply.hpp"

#include "sim/base/random.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

using namespace literals;

SignalSpec series(std::vector<Seconds> times, std::vector<double> values) {
  SignalSpec spec;
  spec.times = std::move(times);
  spec.values = std::move(values);
  return spec;
}

Scenario site() {
  Scenario scenario;
  scenario.site.power.grid_power = 100_MW;
  scenario.site.power.energy_price = DollarsPerJoule(50.0 / 3.6e9);
  return scenario;
}

BatterySpec battery(BatteryUse use, double charge) {
  BatterySpec spec;
  spec.power = 30_MW;
  spec.energy = 60_MWh;
  spec.charge = charge;
  spec.efficiency = 1.0;
  spec.use = use;
  return spec;
}

GeneratorSpec solar(Watts rating) {
  GeneratorSpec plant;
  plant.name = "solar";
  plant.kind = GeneratorKind::kSolar;
  plant.rating = rating;
  return plant;
}

TEST(EnergySupply, ImportsWhatIsDrawnAndPaysForIt) {
  const Scenario scenario = site();
  EnergySupply supply(scenario);
  supply.balance(80_MW, 100_MW, false, 0_s);
  supply.advance(2_h);

  EXPECT_EQ(supply.import(), 80_MW);
  EXPECT_NEAR(supply.account().import / 1_MWh, 160.0, 1e-9);
  EXPECT_NEAR(supply.account().cost.value(), 160.0 * 50.0, 1e-6);
  EXPECT_FALSE(supply.next_change(0_s));
}

TEST(EnergySupply, PaysThePriceOfTheHour) {
  Scenario scenario = site();
  scenario.series.price = series({0_h, 1_h}, {-10.0, 100.0});
  scenario.series.carbon = series({0_h, 1_h}, {400.0, 100.0});
  EnergySupply supply(scenario);
  supply.balance(10_MW, 100_MW, false, 0_s);
  EXPECT_EQ(*supply.next_change(0_s), 1_h);
  supply.advance(1_h);
  supply.balance(10_MW, 100_MW, false, 1_h);
  supply.advance(2_h);

  EXPECT_NEAR(supply.account().cost.value(), 10.0 * (-10.0 + 100.0), 1e-6);
  EXPECT_NEAR(supply.account().carbon_kg, 10.0 * (400.0 + 100.0), 1e-6);
}

TEST(EnergySupply, ReserveBatteryGivesWhatTheLimitLacksUntilItIsEmpty) {
  Scenario scenario = site();
  scenario.site.battery = battery(BatteryUse::kReserve, 1.0);
  EnergySupply supply(scenario);
  supply.balance(90_MW, 70_MW, true, 0_s);

  EXPECT_EQ(supply.battery_power(), 20_MW);
  EXPECT_EQ(supply.import(), 70_MW);
  EXPECT_NEAR(*supply.next_change(0_s) / 1_h, 3.0, 1e-9);
  supply.advance(3_h);
  supply.balance(90_MW, 70_MW, true, 3_h);
  EXPECT_EQ(supply.battery_power(), 0_W);
  EXPECT_EQ(supply.import(), 90_MW);
  supply.advance(4_h);
  EXPECT_NEAR(supply.account().over / 1_MWh, 20.0, 1e-9);
}

TEST(EnergySupply, ReserveBatteryChargesFromWhatTheLimitLeaves) {
  Scenario scenario = site();
  scenario.site.battery = battery(BatteryUse::kReserve, 0.5);
  EnergySupply supply(scenario);
  supply.balance(90_MW, 100_MW, false, 0_s);

  EXPECT_EQ(supply.battery_power(), -10_MW);
  EXPECT_EQ(supply.import(), 100_MW);
  supply.balance(90_MW, 100_MW, true, 0_s);
  EXPECT_EQ(supply.battery_power(), 0_W);
}

TEST(EnergySupply, SurplusOfTheSunChargesAndTheRestIsSpilled) {
  Scenario scenario = site();
  scenario.site.generation = {solar(120_MW)};
  scenario.series.solar = series({0_h, 6_h}, {1.0, 0.0});
  scenario.site.battery = battery(BatteryUse::kSurplus, 0.0);
  EnergySupply supply(scenario);
  supply.balance(50_MW, 100_MW, false, 0_s);

  EXPECT_EQ(supply.import(), 0_W);
  EXPECT_EQ(supply.battery_power(), -30_MW);
  EXPECT_EQ(supply.solar(), 80_MW);
  supply.advance(2_h);
  EXPECT_NEAR(supply.account().spilled / 1_MWh, 80.0, 1e-9);
  supply.balance(50_MW, 100_MW, false, 6_h);
  EXPECT_EQ(supply.battery_power(), 30_MW);
  EXPECT_EQ(supply.import(), 20_MW);
}

TEST(EnergySupply, PriceBatteryTrades) {
  Scenario scenario = site();
  scenario.series.price = series({0_h, 6_h}, {20.0, 90.0});
  scenario.site.battery = battery(BatteryUse::kPrice, 0.5);
  scenario.site.battery->charge_below = DollarsPerJoule(30.0 / 3.6e9);
  scenario.site.battery->discharge_above = DollarsPerJoule(80.0 / 3.6e9);
  EnergySupply supply(scenario);
  supply.balance(50_MW, 100_MW, false, 0_s);
  EXPECT_EQ(supply.import(), 80_MW);
  supply.advance(30_min);
  supply.balance(50_MW, 100_MW, true, 30_min);
  EXPECT_EQ(supply.import(), 50_MW);
  supply.advance(6_h);
  supply.balance(50_MW, 100_MW, false, 6_h);
  EXPECT_EQ(supply.import(), 20_MW);
}

TEST(EnergySupply, GasRunsWhenItIsCalledAfterItsStart) {
  Scenario scenario = site();
  GeneratorSpec turbine;
  turbine.name = "turbine";
  turbine.rating = 25_MW;
  turbine.start_time = 10_min;
  turbine.energy_price = DollarsPerJoule(80.0 / 3.6e9);
  turbine.carbon = 450.0;
  scenario.site.generation = {turbine};
  EnergySupply supply(scenario);
  supply.call_gas(0_s);
  supply.balance(90_MW, 70_MW, true, 0_s);
  EXPECT_EQ(supply.import(), 90_MW);
  EXPECT_EQ(*supply.next_change(0_s), 10_min);
  supply.advance(10_min);
  supply.balance(90_MW, 70_MW, true, 10_min);
  EXPECT_EQ(supply.gas(), 20_MW);
  EXPECT_EQ(supply.import(), 70_MW);
  supply.advance(70_min);
  EXPECT_NEAR(supply.account().gas / 1_MWh, 20.0, 1e-9);
  EXPECT_NEAR(supply.account().carbon_kg, 20.0 * 450.0, 1e-6);
}

TEST(EnergySupply, EveryJouleThatComesInGoesOut) {
  RandomStream random(11);
  for (int run = 0; run < 100; ++run) {
    Scenario scenario = site();
    scenario.site.generation = {solar(Watts(150e6 * random.uniform()))};
    GeneratorSpec turbine;
    turbine.name = "turbine";
    turbine.rating = Watts(60e6 * random.uniform());
    turbine.is_economic = random.uniform() < 0.5;
    turbine.energy_price = DollarsPerJoule(60.0 / 3.6e9);
    scenario.site.generation.push_back(turbine);
    scenario.series.solar = series({0_h, 5_h, 12_h}, {0.0, random.uniform(), 0.1});
    scenario.series.price = series({0_h, 4_h, 9_h}, {30.0, 100.0, 55.0});
    scenario.site.battery = battery(static_cast<BatteryUse>(random.below(3)), random.uniform());
    scenario.site.battery->efficiency = 0.8;
    scenario.site.battery->charge_below = DollarsPerJoule(40.0 / 3.6e9);
    scenario.site.battery->discharge_above = DollarsPerJoule(90.0 / 3.6e9);
    EnergySupply supply(scenario);
    if (random.uniform() < 0.5) supply.call_gas(0_s);
    const Joules before = supply.battery()->stored();
    Joules drawn;
    Seconds now;
    while (now < 24_h) {
      const Watts demand = Watts(140e6 * random.uniform());
      supply.balance(demand, Watts(100e6 * random.uniform()), random.uniform() < 0.3, now);
      Seconds next = now + 1_h * random.uniform();
      if (const auto change = supply.next_change(now)) next = min(next, *change);
      supply.advance(next);
      drawn += demand * (next - now);
      now = next;
      EXPECT_GE(supply.import(), Watts(0.0));
      EXPECT_GE(supply.gas(), Watts(0.0));
    }
    const SupplyAccount& account = supply.account();
    const Joules in = account.import + account.solar + account.gas + before;
    const Joules out = drawn + supply.battery()->loss() + supply.battery()->stored();
    EXPECT_NEAR(in.value(), out.value(), 1e-9 * in.value());
  }
}

}  // namespace
}  // namespace gigapod
