// Site power against the envelope, and each node of the power tree against its rating.
import { Chart, TIME_NAME, timeSlider } from '../chart.js';
import { oneLine, picker } from '../dom.js';
import { duration, percent, watts } from '../format.js';
import { shade } from '../palette.js';
import { GRID, namedAxis, rowAxis, rule, stackedSteps, stepLine, steps, timeTooltip, tooltipBox, tooltipNode, valueAxis } from '../plot.js';

const MOVING = 'Grid limit';

export function sitePower(data) {
  const series = data.metrics.site_power_watts?.[''];
  if (!series) return { missing: 'The run recorded no site power.' };
  const { figures } = data;
  const peak = figures.peak_power_watts;
  const envelope = figures.grid_power_rating_watts;
  const limits = movingLimit(data.metrics);
  const limit = hasOwnSources(figures) ? 'Grid connection' : 'Envelope';
  const notes = [
    'At the meter, PUE included.',
    envelope > 0 &&
      (peak > envelope && hasOwnSources(figures)
        ? `The site's own sources give what it draws beyond its grid connection of ${watts(envelope)}.`
        : `The peak of ${watts(peak)} is ${percent(peak / envelope)} of the ${limit.toLowerCase()}.`),
    limits && 'The solid limit is what the grid may give, curtailments included.',
  ];
  return {
    note: notes.filter(Boolean).join(' '),
    charts: [
      new Chart({
        id: 'site-power',
        height: 320,
        zoom: data.zoom,
        summary: `Site power over simulated time: mean ${watts(figures.mean_power_watts)}, peak ${watts(peak)}, ${limit.toLowerCase()} ${watts(envelope)}.`,
        legend: ({ palette }) => drawLegend(palette, 'Site power', limits),
        option: (view) =>
          powerOption(view, series, {
            name: 'Site power',
            limit,
            rating: envelope,
            mean: figures.mean_power_watts,
            limits,
          }),
      }),
    ],
  };
}

/** Whether the site has sun, gas or a battery beside the grid. */
export const hasOwnSources = ({ solar_joules: solar = 0, gas_joules: gas = 0, battery_given_joules: battery = 0 }) =>
  solar + gas + battery > 0;

const drawLegend = (palette, name, moving) => [
  { name, colour: palette.series[0], shape: 'dash', fixed: true },
  { name: 'Mean of the run', colour: palette.muted, shape: 'dash', fixed: true },
  ...(moving ? [{ name: MOVING, colour: palette.alarm, shape: 'dash', fixed: true }] : []),
];

/** What the grid may give over time, curtailments included; undefined where it never changes. */
function movingLimit(metrics) {
  const limits = metrics.import_limit_watts?.[''];
  return limits?.value.some((value) => value !== limits.value[0]) ? limits : undefined;
}

/** A draw over time against its limit, and one that moves, with its mean. */
function powerOption({ palette, horizon }, series, { name, limit, rating, mean, limits: moving }) {
  const unit = powerUnit(Math.max(rating || 0, ...series.value));
  const line = { name, colour: palette.series[0], series, format: watts };
  const limits =
    rating > 0 ? [rule(palette, rating / unit.scale, `${limit} ${watts(rating)}`, palette.alarm, 'insideStartTop')] : [];
  return {
    grid: { ...GRID, bottom: 76 },
    xAxis: { name: TIME_NAME },
    yAxis: valueAxis(palette, unit.name, {
      max: ({ max }) => niceMaximum(Math.max(max, (rating || 0) / unit.scale) * 1.06),
      axisLabel: { showMaxLabel: false }, // lies on the tick below
    }),
    dataZoom: [timeSlider(palette)],
    tooltip: timeTooltip(palette, horizon, [
      line,
      ...(moving ? [{ name: MOVING, colour: palette.alarm, series: moving, format: watts }] : []),
      ...(mean > 0
        ? [{ name: 'Mean of the run', colour: palette.muted, series: { time: [0], value: [mean] }, format: watts }]
        : []),
    ]),
    series: [
      stepLine(line.name, line.colour, steps(series, horizon, 1 / unit.scale), {
        areaStyle: { color: line.colour, opacity: 0.16 },
        markLine: limits[0],
      }),
      ...(moving ? [stepLine(MOVING, palette.alarm, steps(moving, horizon, 1 / unit.scale), { silent: true })] : []),
      stepLine(
        'Mean of the run',
        palette.muted,
        mean > 0
          ? [
              [0, mean / unit.scale],
              [horizon, mean / unit.scale],
            ]
          : [],
        { lineStyle: { type: 'dotted', width: 1.5 }, silent: true },
      ),
    ],
  };
}

export function hallPower(data) {
  const stack = data.stacks.halls;
  if (!stack) return { missing: 'The run recorded no power by hall.' };
  const names = Object.keys(stack.value);
  const area = new Chart({
    id: 'hall-power',
    height: 340,
    zoom: data.zoom,
    summary: `Stacked area of power by hall over simulated time: ${names.length} halls.`,
    legend: ({ palette }) => names.map((name, index) => ({ name, colour: shade(palette, index, names.length) })),
    option: (view) => hallOption(view, stack, names),
  });
  const nodes = data.power_nodes ?? [];
  if (nodes.length === 0) return { note: `Mean over each ${duration(stack.interval)}.`, charts: [area] };
  const state = { node: nodes[0] };
  const load = nodeLoad(data, state);
  const choose = picker('Node of the power tree shown over time', nodes.map((node) => node.name), 60, (name) => {
    state.node = nodes.find((node) => node.name === name);
    load.redraw();
  });
  const own = hasOwnSources(data.figures) ? ` Node ${oneLine(nodes[0].name, 40)} carries what all sources of the site give.` : '';
  return {
    note: `Halls: mean over each ${duration(stack.interval)}. Below, the chosen node of the power tree against its rating, and the load of each.${own}`,
    controls: [choose],
    charts: [area, load, nodeChart(nodes)],
  };
}

/** The draw of the chosen node over time against its rating. */
function nodeLoad(data, state) {
  return new Chart({
    id: 'node-power',
    height: 260,
    zoom: data.zoom,
    summary: 'Draw of the chosen node of the power tree over simulated time against its rating.',
    legend: ({ palette }) => drawLegend(palette, oneLine(state.node.name, 60)),
    option: (view) =>
      powerOption(view, data.metrics.power_watts[state.node.name], {
        name: oneLine(state.node.name, 60),
        limit: 'Rating',
        rating: state.node.rating_watts,
        mean: state.node.mean_watts,
      }),
  });
}

function hallOption({ palette, horizon, hidden }, stack, names) {
  const unit = powerUnit(Math.max(...Object.values(stack.value).flat()));
  const lines = names.map((name, index) => ({
    name,
    colour: shade(palette, index, names.length),
    format: watts,
    series: { time: stack.time, value: stack.value[name] },
  }));
  return {
    grid: GRID,
    xAxis: { name: TIME_NAME },
    yAxis: valueAxis(palette, unit.name),
    tooltip: timeTooltip(palette, horizon, [...lines].reverse(), hidden),
    series: stackedSteps(
      lines.filter(({ name }) => !hidden.has(name)),
      horizon,
      1 / unit.scale,
      palette.card,
    ),
  };
}

/** Mean and peak of each node of the power tree over its rating. */
function nodeChart(nodes) {
  return new Chart({
    id: 'power-nodes',
    height: 40 + 46 + 26 * nodes.length,
    summary: `Load of power nodes as a share of their rating: ${nodes.map((node) => `${node.name} peak ${percent(node.peak_watts / node.rating_watts)}`).join(', ')}.`,
    legend: ({ palette }) => [
      { name: 'Mean', colour: palette.series[0], fixed: true },
      { name: 'Peak', colour: palette.series[4], fixed: true },
      { name: 'Rating', colour: palette.alarm, shape: 'dash', fixed: true },
    ],
    option: ({ palette, narrow }) => ({
      grid: { left: narrow ? 110 : 190, right: narrow ? 52 : 140, top: 6, bottom: 46, outerBoundsMode: 'none' },
      xAxis: namedAxis(palette, '% of rating', {
        min: 0,
        max: Math.max(102, ...nodes.map((node) => Math.ceil((100 * node.peak_watts) / node.rating_watts))),
        interval: 25,
        axisLabel: { showMaxLabel: false, formatter: (value) => `${value}` },
      }),
      yAxis: [
        rowAxis(
          palette,
          nodes.map((node) => oneLine(node.name, 40)),
          { color: palette.text, width: narrow ? 98 : 176 },
        ),
        rowAxis(
          palette,
          nodes.map(
            (node) =>
              `${percent(node.peak_watts / node.rating_watts, 0)}${narrow ? '' : ` of ${watts(node.rating_watts)}`}`,
          ),
          { color: palette.muted },
          'right',
        ),
      ],
      tooltip: {
        ...tooltipBox(palette),
        trigger: 'axis',
        axisPointer: { type: 'none' },
        formatter: ([{ dataIndex }]) => {
          const node = nodes[dataIndex];
          return tooltipNode(oneLine(node.name, 60), [
            [palette.series[0], 'Mean', watts(node.mean_watts)],
            [palette.series[4], 'Peak', watts(node.peak_watts)],
            [palette.alarm, 'Rating', watts(node.rating_watts)],
          ]);
        },
      },
      series: [
        {
          type: 'bar',
          barWidth: 14,
          barGap: '-100%',
          silent: true,
          itemStyle: { color: palette.series[4], borderRadius: 2 },
          data: nodes.map((node) => (100 * node.peak_watts) / node.rating_watts),
        },
        {
          type: 'bar',
          barWidth: 14,
          silent: true,
          itemStyle: { color: palette.series[0], borderRadius: 2 },
          data: nodes.map((node) => (100 * node.mean_watts) / node.rating_watts),
          z: 3,
          markLine: {
            silent: true,
            symbol: 'none',
            label: { show: false },
            lineStyle: { color: palette.alarm, type: [6, 4], width: 1.5 },
            data: [{ xAxis: 100 }],
          },
        },
      ],
    }),
  });
}

function powerUnit(largest) {
  if (largest >= 1e6) return { scale: 1e6, name: 'MW' };
  return largest >= 1e3 ? { scale: 1e3, name: 'kW' } : { scale: 1, name: 'W' };
}

function niceMaximum(value) {
  const step = 10 ** Math.floor(Math.log10(value)) / 10;
  return Math.ceil(value / step / 2) * step * 2;
}
