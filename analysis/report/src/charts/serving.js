// A fleet: demand, capacity and what was served; latency against its targets.
import { Chart, TIME_NAME } from '../chart.js';
import { element, oneLine } from '../dom.js';
import { bigNumber, count, duration, percent, significant } from '../format.js';
import { GRID, rule, stepLine, steps, timeTooltip, valueAxis } from '../plot.js';

const METRICS = [
  'demand_requests_per_second',
  'capacity_requests_per_second',
  'served_requests_per_second',
  'replicas',
  'chips',
  'ttft_seconds',
  'tpot_seconds',
];
const rate = (value) => `${significant(value)} requests/s`;
const NONE = { time: [], value: [] };

export function serving(data) {
  const fleets = [...new Set(METRICS.flatMap((name) => Object.keys(data.metrics[`fleet_${name}`] ?? {})))];
  if (fleets.length === 0) return { missing: 'The scenario serves no fleet.' };
  const state = { fleet: fleets[0] };
  const series = (name) => data.metrics[`fleet_${name}`]?.[state.fleet] ?? NONE;
  const load = new Chart({
    id: 'serving-load',
    height: 300,
    zoom: data.zoom,
    summary: 'Requests per second over simulated time: demand, capacity and served.',
    legend: ({ palette }) => loadLines(palette, series).map(({ name, colour }) => ({ name, colour, shape: 'dash' })),
    option: (view) => loadOption(view, loadLines(view.palette, series)),
  });
  const latency = new Chart({
    id: 'serving-latency',
    height: 360,
    zoom: data.zoom,
    summary: 'Time to first token and time per output token over simulated time, against their targets.',
    option: (view) => latencyOption(view, series),
  });
  const facts = element('p', { class: 'facts' });
  const describe = () => facts.replaceChildren(fleetFacts(data.workloads.find((work) => work.name === state.fleet)));
  describe();
  const choose =
    fleets.length > 1 &&
    element(
      'select',
      {
        'aria-label': 'Fleet shown',
        onchange: (event) => {
          state.fleet = fleets[event.target.selectedIndex];
          describe();
          load.redraw();
          latency.redraw();
        },
      },
      fleets.map((name) => element('option', {}, oneLine(name, 60))),
    );
  const chips = replicaChart(data, series);
  return {
    note: fleets.length === 1 ? `Fleet ${oneLine(fleets[0], 60)}.` : undefined,
    controls: [choose],
    lead: facts,
    charts: [load, latency, ...(chips ? [chips] : [])],
  };
}

function fleetFacts(work) {
  if (!work) return '';
  const asked = work.requests + work.unserved_requests;
  return [
    `${bigNumber(work.requests)} requests served`,
    asked > 0 && `${percent(work.unserved_requests / asked, 3)} not served`,
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
      area: true,
    },
    {
      name: 'Demand',
      colour: palette.text,
      series: series('demand_requests_per_second'),
      format: rate,
      dash: [4, 3],
    },
    { name: 'Capacity', colour: palette.series[1], series: series('capacity_requests_per_second'), format: rate },
  ].filter((line) => line.series.time.length > 0);
}

function loadOption({ palette, horizon, hidden }, lines) {
  return {
    grid: GRID,
    xAxis: { name: TIME_NAME },
    yAxis: valueAxis(palette, 'requests per second'),
    tooltip: timeTooltip(palette, horizon, lines, hidden),
    series: lines
      .filter(({ name }) => !hidden.has(name))
      .map((line) =>
        stepLine(line.name, line.colour, steps(line.series, horizon), {
          ...(line.area && { areaStyle: { color: line.colour, opacity: 0.18 } }),
          lineStyle: { type: line.dash ?? 'solid', width: line.dash ? 1.3 : 1.7 },
        }),
      ),
  };
}

function latencyOption({ palette, horizon }, series) {
  const parts = [
    ['ttft', 'Time to first token', palette.series[0]],
    ['tpot', 'Time per output token', palette.series[2]],
  ].map(([key, name, colour]) => {
    const line = series(`${key}_seconds`);
    const target = series(`${key}_target_seconds`).value.at(-1);
    const largest = Math.max(0, target ?? 0, ...line.value);
    const unit = largest < 1 ? { scale: 1e3, name: 'ms' } : { scale: 1, name: 's' };
    return { name, colour, series: line, format: duration, target, unit, largest };
  });
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
    tooltip: timeTooltip(palette, horizon, parts),
    series: parts.map((part, index) =>
      stepLine(part.name, part.colour, steps(part.series, horizon, part.unit.scale), {
        xAxisIndex: index,
        yAxisIndex: index,
        ...(part.target > 0 && {
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
  };
}

function replicaChart(data, series) {
  if (series('chips').time.length === 0) return null;
  return new Chart({
    id: 'serving-chips',
    height: 240,
    zoom: data.zoom,
    summary: 'Chips the fleet holds over simulated time.',
    option: ({ palette, horizon }) => {
      const chips = {
        name: 'Chips',
        colour: palette.series[4],
        series: series('chips'),
        format: (value) => `${count(value)} chips`,
      };
      const replicas = { name: 'Replicas', colour: palette.series[4], series: series('replicas'), format: count };
      return {
        grid: GRID,
        xAxis: { name: TIME_NAME },
        yAxis: valueAxis(palette, 'chips held'),
        tooltip: timeTooltip(palette, horizon, [chips, replicas]),
        series: [
          stepLine('Chips', chips.colour, steps(chips.series, horizon), {
            areaStyle: { color: chips.colour, opacity: 0.25 },
          }),
        ],
      };
    },
  });
}

function roundUp(value) {
  if (!(value > 0)) return undefined;
  const step = 10 ** Math.floor(Math.log10(value));
  return (Math.ceil((value / step) * 2) / 2) * step;
}
