// Requests by region: what people asked for over time, and what was not served.
import { Chart, TIME_NAME } from '../chart.js';
import { duration, significant } from '../format.js';
import { shade } from '../palette.js';
import { GRID, stackedSteps, stepLine, steps, timeTooltip, valueAxis } from '../plot.js';
import { NO_FLEET } from './service.js';

const SERVED = 'Served';
const rate = (value) => `${significant(value)} requests/s`;

export function regions(data) {
  const { regions: demand, regions_served: served } = data.stacks;
  if (data.serving.length === 0) return { missing: NO_FLEET };
  if (!demand) return { missing: 'No fleet has tenants in countries.' };
  const sum = (name) => demand.value[name].reduce((all, value) => all + value, 0);
  const names = Object.keys(demand.value).sort((a, b) => sum(b) - sum(a));
  const chart = new Chart({
    id: 'regions',
    height: 380,
    zoom: data.zoom,
    summary: `Requests per second by region over simulated time: ${names.join(', ')}.`,
    legend: ({ palette }) => [
      ...names.map((name, i) => ({ name, colour: shade(palette, i, names.length) })),
      { name: SERVED, colour: palette.text, shape: 'dash' },
    ],
    option: (view) => option(view, names, demand, served),
  });
  return {
    note: `Requests that arrive, by the home region of their tenants, mean over each ${duration(demand.interval)}; the line is what was served.`,
    charts: [chart],
  };
}

function option({ palette, horizon, hidden }, names, demand, served) {
  const { time } = demand;
  const lines = names
    .map((name, i) => ({
      name,
      colour: shade(palette, i, names.length),
      series: { time, value: demand.value[name] },
      format: rate,
    }))
    .filter(({ name }) => !hidden.has(name));
  const total = time.map((_, i) => lines.reduce((all, { name }) => all + (served.value[name]?.[i] ?? 0), 0));
  const shown = { name: SERVED, colour: palette.text, series: { time, value: total }, format: rate };
  return {
    grid: GRID,
    xAxis: { name: TIME_NAME },
    yAxis: valueAxis(palette, 'requests per second'),
    tooltip: timeTooltip(palette, horizon, [shown, ...[...lines].reverse()], hidden),
    series: [
      ...stackedSteps(lines, horizon),
      ...(hidden.has(SERVED)
        ? []
        : [stepLine(SERVED, palette.text, steps(shown.series, horizon), { z: 5, lineStyle: { width: 1.4, type: [4, 3] } })]),
    ],
  };
}
