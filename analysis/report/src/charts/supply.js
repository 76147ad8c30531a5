// Where the site's power came from, and what it cost by the hour.
import { Chart, TIME_NAME } from '../chart.js';
import { energy, percent, significant, watts } from '../format.js';
import { GRID, stepLine, steps, timeTooltip, valueAxis } from '../plot.js';

const SOURCES = [
  ['site_power_watts', 'Site'],
  ['import_watts', 'From the grid'],
  ['import_limit_watts', 'Grid limit'],
  ['solar_watts', 'Solar'],
  ['gas_watts', 'Gas'],
  ['battery_watts', 'Battery gives'],
];
const PRICES = [
  ['energy_price', 'Price', (value) => `${significant(value)} $/MWh`, '$/MWh'],
  ['carbon_intensity', 'Carbon', (value) => `${significant(value)} g/kWh`, 'g/kWh'],
  ['battery_charge', 'Battery charge', percent, 'of full'],
  ['outdoor_temperature', 'Outdoors', (value) => `${significant(value)} °C`, '°C'],
];
const MEGA = 1e-6;
const PITCH = 126; // a plot with its name above

export function supply(data) {
  const series = (name) => data.metrics[name]?.[''];
  if (!series('import_watts')) {
    return { missing: 'Only the grid feeds the site, without curtailments and prices over time.' };
  }
  const sources = SOURCES.filter(([name]) => series(name)?.value.some((value) => value !== 0));
  const given = PRICES.filter(([name]) => series(name));
  const f = data.figures;
  const charts = [
    new Chart({
      id: 'supply',
      height: 340,
      zoom: data.zoom,
      summary: `Power by source over simulated time: ${sources.map(([, name]) => name.toLowerCase()).join(', ')}.`,
      legend: ({ palette }) => sources.map(([name, label], index) => ({
          name: label,
          colour: colour(palette, name, index),
          shape: 'dash',
        })),
      option: (view) => sourceOption(view, sources, series),
    }),
  ];
  if (given.length) {
    charts.push(
      new Chart({
        id: 'supply-prices',
        height: 60 + PITCH * given.length,
        zoom: data.zoom,
        summary: `Over simulated time: ${given.map(([, name]) => name.toLowerCase()).join(', ')}.`,
        option: (view) => priceOption(view, given, series),
      }),
    );
  }
  const curtailed = f.curtailments > 0 ? ` ${f.curtailments_held} of ${f.curtailments} curtailments were held.` : '';
  const over =
    f.over_limit_joules > 0
      ? ` ${energy(f.over_limit_joules)} came from the grid above its limit, up to ${watts(f.peak_import_watts)}, before control acted or where it could not.`
      : '';
  return { note: `At the grid connection.${curtailed}${over}`, charts };
}

const colour = (palette, name, index) =>
  name === 'import_limit_watts' ? palette.alarm : palette.series[[0, 1, 5, 6, 4, 2][index]];

function sourceOption({ palette, horizon, hidden }, sources, series) {
  const lines = sources
    .map(([name, label], index) => ({
      key: name,
      name: label,
      colour: colour(palette, name, index),
      series: series(name),
      format: watts,
    }))
    .filter(({ name }) => !hidden.has(name));
  return {
    grid: GRID,
    xAxis: { name: TIME_NAME },
    yAxis: valueAxis(palette, 'MW'),
    tooltip: timeTooltip(palette, horizon, lines),
    series: lines.map((line) =>
      stepLine(line.name, line.colour, steps(line.series, horizon, MEGA), {
        lineStyle: { width: 1.5, type: line.key === 'import_limit_watts' ? [6, 4] : 'solid' },
      }),
    ),
  };
}

function priceOption({ palette, horizon }, given, series) {
  const height = 84;
  const lines = given.map(([name, label, format], index) => ({
    name: label,
    colour: palette.series[index],
    series: series(name),
    format,
  }));
  return {
    grid: given.map((_, index) => ({ ...GRID, bottom: undefined, top: 30 + PITCH * index, height })),
    xAxis: given.map((_, index) => ({
      gridIndex: index,
      ...(index + 1 < given.length ? { axisLabel: { show: false } } : { name: TIME_NAME }),
    })),
    yAxis: given.map(([, label, , unit], index) =>
      valueAxis(palette, `${label.toLowerCase()}, ${unit}`, {
        gridIndex: index,
        splitNumber: 2,
        scale: unit === '°C',
        ...(unit === 'of full' ? { min: 0, max: 1 } : {}),
      }),
    ),
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    tooltip: timeTooltip(palette, horizon, lines),
    series: lines.map((line, index) =>
      stepLine(line.name, line.colour, steps(line.series, horizon), { xAxisIndex: index, yAxisIndex: index }),
    ),
  };
}
