// Requests by region: what people asked for over time, and what was not served.
import { Chart, TIME_NAME } from '../chart.js';
import { significant } from '../format.js';
import { shade } from '../palette.js';
import { GRID, stackedSteps, stepLine, steps, timeTooltip, valueAxis } from '../plot.js';
import { NO_FLEET } from './service.js';

const SERVED = 'Served';
const rate = (value) => `${significant(value)} requests/s`;

export function regions(data) {
  const demand = data.metrics.region_demand_requests_per_second;
  const served = data.metrics.region_served_requests_per_second;
  if (data.serving.length === 0) return { missing: NO_FLEET };
  if (!demand) return { missing: 'No fleet has tenants in countries.' };
  const names = Object.keys(demand).sort((a, b) => sum(demand[b]) - sum(demand[a]));
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
  return { note: 'Requests that arrive, by the home region of their tenants; the line is what was served.', charts: [chart] };
}

const sum = (series) => series.value.reduce((all, value) => all + value, 0);

/** Regions at the times of the first, which all of them are near. */
function aligned(series, times) {
  let at = 0;
  return times.map((time) => {
    while (at + 1 < series.time.length && series.time[at + 1] <= time) at += 1;
    return series.value[at] ?? 0;
  });
}

function option({ palette, horizon, hidden }, names, demand, served) {
  const times = [...new Set(names.flatMap((name) => demand[name].time))].sort((a, b) => a - b);
  const lines = names
    .map((name, i) => ({
      name,
      colour: shade(palette, i, names.length),
      series: { time: times, value: aligned(demand[name], times) },
      format: rate,
    }))
    .filter(({ name }) => !hidden.has(name));
  const servedBy = lines.map(({ name }) => aligned(served[name], times));
  const total = times.map((_, i) => servedBy.reduce((all, values) => all + values[i], 0));
  const shown = { name: SERVED, colour: palette.text, series: { time: times, value: total }, format: rate };
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
