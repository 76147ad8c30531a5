#include "sim/model/demand/country.hpp"

#include <array>

namespace gigapod {
namespace {

struct Row {
  const char* name;
  const char* region;
  double utc_offset_hours;  ///< the zone most people live in
  double million_people;    ///< of working age
  double income;            ///< dollars
  double usage_index;       ///< 0: not published
};

// usage_index: Anthropic Economic Index, usage a head of working age; 4 to 11 August 2025, and 13 to 20 November 2025
// for Brazil, Greece, Indonesia, Ireland, Madagascar, Mexico, Mozambique, Norway, Poland, Switzerland and Tanzania.
// People of 15 to 64 (UN World Population Prospects 2024) and GDP a head (World Bank, 2023): rounded, taken from
// general knowledge, so assumed. Countries in which the service that published the index is not offered are left out,
// as they are in the index.
constexpr std::array<Row, 79> kRows{{
    {"United States", "North America", -6.0, 218.0, 82800.0, 3.62},
    {"Canada", "North America", -5.0, 26.5, 53400.0, 2.91},
    {"Mexico", "Latin America", -6.0, 87.0, 13900.0, 0.44},
    {"Brazil", "Latin America", -3.0, 148.0, 10300.0, 0.7},
    {"Argentina", "Latin America", -3.0, 30.0, 14200.0, 0.0},
    {"Colombia", "Latin America", -5.0, 37.0, 7000.0, 0.0},
    {"Chile", "Latin America", -4.0, 13.5, 17100.0, 0.0},
    {"Peru", "Latin America", -5.0, 22.5, 7800.0, 0.0},
    {"Ecuador", "Latin America", -5.0, 12.0, 6600.0, 0.0},
    {"Guatemala", "Latin America", -6.0, 11.0, 5800.0, 0.0},
    {"Dominican Republic", "Latin America", -4.0, 7.4, 10700.0, 0.0},
    {"Bolivia", "Latin America", -4.0, 7.7, 3700.0, 0.0},
    {"United Kingdom", "Europe", 0.0, 43.0, 49500.0, 2.67},
    {"Ireland", "Europe", 0.0, 3.4, 103700.0, 2.39},
    {"Portugal", "Europe", 0.0, 6.6, 27300.0, 0.0},
    {"France", "Europe", 1.0, 41.0, 44500.0, 1.94},
    {"Germany", "Europe", 1.0, 53.0, 52700.0, 1.84},
    {"Italy", "Europe", 1.0, 37.0, 38400.0, 0.0},
    {"Spain", "Europe", 1.0, 32.0, 32700.0, 0.0},
    {"Netherlands", "Europe", 1.0, 11.6, 62500.0, 0.0},
    {"Belgium", "Europe", 1.0, 7.5, 53500.0, 0.0},
    {"Switzerland", "Europe", 1.0, 5.8, 99600.0, 3.21},
    {"Austria", "Europe", 1.0, 6.0, 56500.0, 0.0},
    {"Poland", "Europe", 1.0, 25.0, 22100.0, 1.41},
    {"Czechia", "Europe", 1.0, 6.9, 30400.0, 0.0},
    {"Hungary", "Europe", 1.0, 6.2, 22100.0, 0.0},
    {"Sweden", "Europe", 1.0, 6.5, 56300.0, 0.0},
    {"Norway", "Europe", 1.0, 3.6, 87900.0, 2.43},
    {"Denmark", "Europe", 1.0, 3.8, 68000.0, 0.0},
    {"Finland", "Europe", 2.0, 3.4, 53800.0, 0.0},
    {"Greece", "Europe", 2.0, 6.6, 22900.0, 1.21},
    {"Romania", "Europe", 2.0, 12.0, 18400.0, 0.0},
    {"Bulgaria", "Europe", 2.0, 4.1, 15800.0, 0.0},
    {"Ukraine", "Europe", 2.0, 24.0, 5200.0, 0.0},
    {"Nigeria", "Africa", 1.0, 120.0, 1600.0, 0.2},
    {"Egypt", "Africa", 2.0, 68.0, 3500.0, 0.0},
    {"South Africa", "Africa", 2.0, 41.0, 6300.0, 0.0},
    {"Morocco", "Africa", 1.0, 25.0, 3700.0, 0.0},
    {"Algeria", "Africa", 1.0, 29.0, 5300.0, 0.0},
    {"Tunisia", "Africa", 1.0, 8.0, 3900.0, 0.0},
    {"Ghana", "Africa", 0.0, 20.0, 2300.0, 0.0},
    {"Ivory Coast", "Africa", 0.0, 17.0, 2700.0, 0.0},
    {"Senegal", "Africa", 0.0, 10.0, 1700.0, 0.0},
    {"Cameroon", "Africa", 1.0, 16.0, 1700.0, 0.0},
    {"Angola", "Africa", 1.0, 19.0, 2300.0, 0.0},
    {"DR Congo", "Africa", 1.0, 53.0, 650.0, 0.0},
    {"Mozambique", "Africa", 2.0, 18.0, 600.0, 0.13},
    {"Zambia", "Africa", 2.0, 11.0, 1400.0, 0.0},
    {"Zimbabwe", "Africa", 2.0, 9.0, 2200.0, 0.0},
    {"Kenya", "Africa", 3.0, 33.0, 1950.0, 0.0},
    {"Tanzania", "Africa", 3.0, 35.0, 1200.0, 0.03},
    {"Uganda", "Africa", 3.0, 25.0, 1000.0, 0.0},
    {"Ethiopia", "Africa", 3.0, 72.0, 1300.0, 0.0},
    {"Madagascar", "Africa", 3.0, 17.0, 500.0, 0.07},
    {"Israel", "Middle East", 2.0, 5.7, 52300.0, 7.0},
    {"Turkey", "Middle East", 3.0, 58.0, 13000.0, 0.0},
    {"Saudi Arabia", "Middle East", 3.0, 24.0, 32100.0, 0.0},
    {"United Arab Emirates", "Middle East", 4.0, 8.0, 49000.0, 0.0},
    {"Iraq", "Middle East", 3.0, 26.0, 5600.0, 0.0},
    {"Jordan", "Middle East", 3.0, 7.0, 4500.0, 0.0},
    {"India", "South Asia", 5.5, 973.0, 2500.0, 0.27},
    {"Pakistan", "South Asia", 5.0, 145.0, 1400.0, 0.0},
    {"Bangladesh", "South Asia", 6.0, 115.0, 2600.0, 0.0},
    {"Sri Lanka", "South Asia", 5.5, 14.0, 3800.0, 0.0},
    {"Nepal", "South Asia", 5.75, 19.5, 1300.0, 0.0},
    {"Kazakhstan", "Central Asia", 5.0, 12.5, 12900.0, 0.0},
    {"Uzbekistan", "Central Asia", 5.0, 23.0, 2500.0, 0.0},
    {"Thailand", "Southeast Asia", 7.0, 49.0, 7200.0, 0.0},
    {"Vietnam", "Southeast Asia", 7.0, 68.0, 4300.0, 0.0},
    {"Cambodia", "Southeast Asia", 7.0, 11.0, 2400.0, 0.0},
    {"Indonesia", "Southeast Asia", 7.0, 190.0, 4900.0, 0.48},
    {"Malaysia", "Southeast Asia", 8.0, 24.0, 11400.0, 0.0},
    {"Philippines", "Southeast Asia", 8.0, 75.0, 3800.0, 0.0},
    {"Singapore", "Southeast Asia", 8.0, 4.2, 84700.0, 4.57},
    {"Taiwan", "East Asia", 8.0, 16.5, 32300.0, 2.29},
    {"Japan", "East Asia", 9.0, 73.0, 33800.0, 1.86},
    {"South Korea", "East Asia", 9.0, 36.0, 35600.0, 3.73},
    {"Australia", "Oceania", 10.0, 17.0, 64700.0, 4.1},
    {"New Zealand", "Oceania", 12.0, 3.4, 48500.0, 4.05},
}};

}  // namespace

const std::vector<CountrySpec>& published_countries() {
  static const std::vector<CountrySpec> countries = [] {
    std::vector<CountrySpec> all;
    for (const Row& row : kRows) {
      all.push_back({row.name, row.region, Seconds(row.utc_offset_hours * 3600.0), row.million_people * 1e6,
                     row.income, row.usage_index});
    }
    return all;
  }();
  return countries;
}

}  // namespace gigapod
