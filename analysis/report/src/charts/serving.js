// A fleet: demand, capacity and what was served; latency against its targets.
import { Chart, TIME_NAME } from '../chart.js';
import { element, oneLine, picker } from '../dom.js';
import { bigNumber, count, duration, percent, significant } from '../format.js';
import { GRID, linesOption, rule, stepLine, steps, timeTooltip, valueAxis } from '../plot.js';
import { NO_FLEET, servedPart } from './service.js';

const METRICS = [
  'demand_requests_per_second',
  'capacity_requests_per_second',
  'served_requests_per_second',
  'replicas',
  'chips',
];
const rate = (value) => `${significant(value)} requests/s`;
const NONE = { time: [], value: [] };

export function serving(data) {
  const place = new Map(data.workloads.map(({ name }, index) => [name, index]));
  const fleets = [...new Set(METRICS.flatMap((name) => Object.keys(data.metrics[`fleet_${name}`] ?? {})))].sort(
    (a, b) => (place.get(a) ?? Infinity) - (place.get(b) ?? Infinity),
  );
  if (fleets.length === 0) return { missing: NO_FLEET };
  const state = { fleet: fleets[0] };
  const series = (name) => data.metrics[`fleet_${name}`]?.[state.fleet] ?? NONE;
  const load = new Chart({
    id: 'serving-load',
    height: 300,
    zoom: data.zoom,
    summary: 'Requests per second over simulated time: demand, capacity and served.',
    legend: ({ palette }) => loadLines(palette, series).map(({ name, colour }) => ({ name, colour, shape: 'dash' })),
    option: (view) =>
      linesOption(view, loadLines(view.palette, series), valueAxis(view.palette, 'requests per second')),
  });
  const latency = new Chart({
    id: 'serving-latency',
    height: 360,
    zoom: data.zoom,
    summary:
      'Time to first token and time per output token that half, 95% and 99% of the requests stay within, over simulated time, against their targets.',
    legend: ({ palette }) =>
      QUANTILES.map(([, share, index]) => ({
        name: share === 'half' ? 'Half of the requests within' : `${share} of the requests within`,
        colour: palette.series[index],
        shape: 'dash',
        fixed: true,
      })),
    option: (view) => latencyOption(view, series),
  });
  const facts = element('p', { class: 'facts' });
  const describe = () => facts.replaceChildren(fleetFacts(data, state.fleet));
  describe();
  const chips = replicaChart(data, series);
  const charts = [load, latency, ...(chips ? [chips] : [])];
  const choose = picker('Fleet shown', fleets, 60, (fleet) => {
    state.fleet = fleet;
    describe();
    charts.forEach((chart) => chart.redraw());
  });
  return {
    note: fleets.length === 1 ? `Fleet ${oneLine(fleets[0], 60)}.` : undefined,
    controls: [choose],
    lead: facts,
    charts,
  };
}

function fleetFacts(data, name) {
  const work = data.workloads.find((one) => one.name === name);
  if (!work) return '';
  const served = servedPart(data.serving.filter(({ fleet }) => fleet === name));
  return [
    `${bigNumber(work.requests)} requests served${Number.isFinite(served) ? `, ${percent(served, 2)} of all` : ''}`,
    `${bigNumber(work.output_tokens)} tokens generated`,
    work.energy_joules > 0 && work.tokens > 0 && `${significant(work.energy_joules / work.tokens)} J per token`,
  ]
    .filter(Boolean)
    .join(' · ');
}

function loadLines(palette, series) {
  return [
    {
      name: 'Served',
      colour: palette.series[0],
      series: series('served_requests_per_second'),
      format: rate,
      area: 0.18,
      style: { width: 1.7 },
    },
    {
      name: 'Demand',
      colour: palette.text,
      series: series('demand_requests_per_second'),
      format: rate,
      style: { type: [4, 3], width: 1.3 },
    },
    {
      name: 'Capacity',
      colour: palette.series[1],
      series: series('capacity_requests_per_second'),
      format: rate,
      style: { width: 1.7 },
    },
  ].filter((line) => line.series.time.length > 0);
}

const QUANTILES = [
  ['p99', '99%', 2],
  ['p95', '95%', 1],
  ['p50', 'half', 0],
];
const PHASES = [
  ['ttft', 'Time to first token'],
  ['tpot', 'Time per output token'],
];

/** What so many of the requests stay within, by phase. */
function latencyLines(palette, series) {
  return PHASES.map(([key, name]) => {
    const target = series(`${key}_target_seconds`).value.at(-1);
    const lines = QUANTILES.map(([quantile, share, index]) => ({
      name: `${key.toUpperCase()}, ${share} within`,
      colour: palette.series[index],
      series: series(`${key}_${quantile}_seconds`),
      format: duration,
    })).filter((line) => line.series.time.length > 0);
    const largest = lines.reduce((most, line) => line.series.value.reduce((a, b) => Math.max(a, b), most), target ?? 0);
    const unit = largest < 1 ? { scale: 1e3, name: 'ms' } : { scale: 1, name: 's' };
    return { name, lines, target, unit, largest };
  });
}

function latencyOption({ palette, horizon }, series) {
  const parts = latencyLines(palette, series);
  return {
    grid: [
      { ...GRID, bottom: undefined, height: 108 },
      { ...GRID, top: 196 },
    ],
    xAxis: [
      { gridIndex: 0, axisLabel: { show: false } },
      { gridIndex: 1, name: TIME_NAME },
    ],
    yAxis: parts.map(({ name, unit, largest }, gridIndex) =>
      valueAxis(palette, `${name.toLowerCase()}, ${unit.name}`, {
        gridIndex,
        min: 0,
        splitNumber: 3,
        max: roundUp(largest * unit.scale * 1.12),
        axisLabel: { showMaxLabel: false },
      }),
    ),
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    tooltip: timeTooltip(
      palette,
      horizon,
      parts.flatMap(({ lines }) => lines),
    ),
    series: parts.flatMap((part, index) =>
      part.lines.map((line, i) =>
        stepLine(line.name, line.colour, steps(line.series, horizon, part.unit.scale), {
          xAxisIndex: index,
          yAxisIndex: index,
          ...(i === 0 &&
            part.target > 0 && {
              markLine: rule(
                palette,
                part.target * part.unit.scale,
                `Target ${duration(part.target)}`,
                palette.alarm,
                'insideStartTop',
              ),
            }),
        }),
      ),
    ),
  };
}

function replicaChart(data, series) {
  if (series('chips').time.length === 0) return null;
  return new Chart({
    id: 'serving-chips',
    height: 240,
    zoom: data.zoom,
    summary: 'Chips that demand needs at the target utilization and chips the fleet holds over simulated time.',
    legend: ({ palette }) => chipLines(palette, series).map(({ name, colour }) => ({ name, colour, shape: 'dash' })),
    option: (view) => linesOption(view, chipLines(view.palette, series), valueAxis(view.palette, 'chips')),
  });
}

function chipLines(palette, series) {
  const format = (value) => `${count(value)} chips`;
  return [
    { name: 'Held', colour: palette.series[4], series: series('chips'), format, area: 0.25 },
    { name: 'Needed', colour: palette.text, series: series('needed_chips'), format, style: { type: [4, 3] } },
    { name: 'Loading', colour: palette.series[1], series: series('loading_chips'), format },
    { name: 'On standby for want of power', colour: palette.series[2], series: series('standby_chips'), format },
  ].filter((line) => line.series.time.length > 0);
}

function roundUp(value) {
  if (!(value > 0)) return undefined;
  const step = 10 ** Math.floor(Math.log10(value));
  return (Math.ceil((value / step) * 2) / 2) * step;
}
