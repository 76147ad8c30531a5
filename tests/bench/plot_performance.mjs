// Draws docs/performance/*.svg from the CSV files beside them and fills the table of docs/performance.md:
//   node tests/bench/plot_performance.mjs
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';

const require = createRequire(new URL('../../analysis/report/package.json', import.meta.url));
const echarts = require('echarts');
const folder = new URL('../../docs/performance/', import.meta.url);

const INK = '#1f2933';
const MUTED = '#616e7c';
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'];  // told apart by colour-blind readers
const SYMBOLS = ['circle', 'diamond', 'rect', 'triangle'];

function table(name) {
  const [head, ...lines] = readFileSync(new URL(name, folder), 'utf8').trim().split('\n').map((line) => line.split(','));
  return lines.map((line) => Object.fromEntries(head.map((key, i) => [key, Number.isNaN(Number(line[i])) ? line[i] : Number(line[i])])));
}

const PREFIX = [[1e9, 'G'], [1e6, 'M'], [1e3, 'k'], [1, ''], [1e-3, 'm'], [1e-6, 'µ'], [1e-9, 'n']];
function si(value) {
  if (value === 0) return [0, ''];
  const [factor, letter] = PREFIX.find(([size]) => Math.abs(value) >= size * 0.9999) ?? PREFIX.at(-1);
  return [Number((value / factor).toPrecision(3)), letter];
}
const amount = (value, unit) => {
  const [number, prefix] = si(value);
  return unit === 's' ? `${number} ${prefix}s` : `${number}${prefix}${unit ? ` ${unit}` : ''}`;
};

const axis = (name, unit, isVertical) => ({
  type: 'log', name, nameLocation: 'middle', nameGap: isVertical ? 52 : 32, nameTextStyle: { color: INK, fontSize: 13 },
  axisLabel: { color: MUTED, fontSize: 12, formatter: (value) => amount(value, unit) },
  axisLine: { lineStyle: { color: MUTED } }, splitLine: { lineStyle: { color: '#e4e7eb' } },
});

/** Keeps the labels of the first and the last point inside the plot. */
const inside = (value, i, all) => (i > 0 && i < all.length - 1 ? { value }
  : { value, label: i === 0 ? { align: 'left', offset: [6, 0] } : { align: 'right', offset: [6, 0] } });

/** A log-log plot of lines whose points are labelled with `label`. */
function lines(title, x, y, series) {
  return {
    animation: false, backgroundColor: '#ffffff', textStyle: { fontFamily: 'sans-serif' },
    title: { text: title, left: 16, top: 10, textStyle: { color: INK, fontSize: 16, fontWeight: 600 } },
    legend: { top: 38, left: 16, textStyle: { color: INK, fontSize: 13 }, itemWidth: 22, itemGap: 42 },
    grid: { left: 84, right: 40, top: 80, bottom: 58 },
    xAxis: { ...axis(x.name, x.unit, false), min: x.min, max: x.max },
    yAxis: { ...axis(y.name, y.unit, true), min: y.min, max: y.max },
    series: series.map((one, i) => ({
      type: 'line', name: one.name, data: one.points.map(inside), symbol: one.isLimit ? 'none' : SYMBOLS[i], symbolSize: 9,
      color: one.isLimit ? MUTED : COLOURS[i], labelLayout: { hideOverlap: true }, lineStyle: { width: 2.5, type: one.isLimit ? 'dashed' : 'solid' },
      label: { show: !one.isLimit, position: one.position ?? 'top', color: INK, fontSize: 12, backgroundColor: '#ffffffd0',
        formatter: ({ value }) => amount(value[1], y.unit) },
    })),
  };
}

function draw(name, option) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 820, height: 440 });
  chart.setOption(option);
  writeFileSync(new URL(name, folder), chart.renderToSVGString().replace(/[ \t]+\n/g, '\n') + '\n');
  chart.dispose();
}

const chipsAxis = { name: 'chips of the site', min: 1000, max: 1e6 };
const byChips = (workload, column) =>
  table('runs_by_chips.csv').filter((row) => row.workload === workload).map((row) => [Math.min(row.chips, 1e6), row[column]]);
const benchmarks = (program, start) => table('benchmarks.csv')
  .filter((row) => row.program === program && row.benchmark.startsWith(start))
  .map((row) => ({ ...row, size: Number(row.benchmark.split('/').at(-1)) }));

draw('run_by_chips.svg', lines('Processor time of a run of ten days against the size of the site', chipsAxis,
  { name: 'processor seconds', unit: 's', min: 0.01, max: 100 }, [
    { name: 'the same work in every pod', points: byChips('per_pod', 'processor_seconds') },
    { name: 'the same small work at any size', points: byChips('fixed', 'processor_seconds'), position: 'bottom' },
  ]));

draw('memory_by_chips.svg', lines('Peak memory of a run of ten days against the size of the site', chipsAxis,
  { name: 'resident megabytes at the peak', unit: 'MB', min: 10, max: 1000 }, [
    { name: 'the same work in every pod', points: byChips('per_pod', 'peak_rss_megabytes') },
    { name: 'the same small work at any size', points: byChips('fixed', 'peak_rss_megabytes'), position: 'bottom' },
    { name: 'target of million_chips, 30 days', isLimit: true, points: [[1000, 500], [1e6, 500]] },
  ]));

const days = table('runs_by_days.csv');
const perPod = table('runs_by_chips.csv').filter((row) => row.workload === 'per_pod');
draw('run_by_events.svg', lines('Processor time of a run against its events',
  { name: 'events', min: 1e3, max: 1e7 }, { name: 'processor seconds', unit: 's', min: 0.01, max: 100 }, [
    { name: 'million_chips, 1 to 30 days', points: days.map((row) => [row.events, row.processor_seconds]) },
    { name: 'the same work in every pod', points: perPod.map((row) => [row.events, row.processor_seconds]), position: 'bottom' },
    { name: 'target: 30 days in 10 s', isLimit: true, points: [[1e3, 10], [1e7, 10]] },
  ]));

draw('fabric_by_chips.svg', lines('Building the fabric of a site', chipsAxis,
  { name: 'processor time', unit: 's', min: 1e-6, max: 10 }, [
    { name: 'layout, network, power tree and graph', points: benchmarks('fabric_bench', 'build_fabric/dcn_clos').map((row) => [row.size, row.nanoseconds * 1e-9]) },
    { name: 'target at a million chips', isLimit: true, points: [[1000, 1], [1e6, 1]] },
  ]));

draw('events_per_second.svg', lines('Events a second: our queue beside SimGrid',
  { name: 'events pending', min: 10, max: 1e6 }, { name: 'events a second', min: 1e5, max: 1e8 }, [
    { name: 'our event queue', points: benchmarks('engine_bench', 'event_queue').map((row) => [row.size, row.per_second]) },
    { name: 'SimGrid, sleeping actors', points: benchmarks('simgrid_bench', 'sleep_of_many').map((row) => [row.size, row.per_second]), position: 'bottom' },
    { name: 'SimGrid, kernel timers', points: benchmarks('simgrid_bench', 'kernel_timers').map((row) => [row.size, row.per_second]) },
    { name: 'target', isLimit: true, points: [[10, 5e5], [1e6, 5e5]] },
  ]));

draw('flows.svg', lines('Cost of starting and finishing a flow', { name: 'flows in flight', min: 1, max: 1000 },
  { name: 'processor time', unit: 's', min: 1e-7, max: 1e-3 }, [
    { name: 'start and finish of a flow', points: benchmarks('engine_bench', 'flow_start').map((row) => [row.size, row.nanoseconds * 1e-9]) },
    { name: 'an event that ends no flow', position: 'bottom',
      points: benchmarks('engine_bench', 'advance_time').filter((row) => row.size > 0).map((row) => [row.size, row.nanoseconds * 1e-9]) },
  ]));

/** The table of targets in docs/performance.md, between its two marks. */
function writeTable() {
  const [month] = days.filter((row) => row.days === 30);
  const [quickstart] = table('quickstart.csv');
  const [scale] = table('scale.csv');
  const one = (program, name) => table('benchmarks.csv').find((row) => row.program === program && row.benchmark === name);
  const seconds = (nanoseconds) => amount(nanoseconds * 1e-9, 's');
  const rate = (row) => `${amount(row.per_second, '')} events/s`;
  const rows = [
    ['`million_chips.yaml`, 30 days, report included', '10 s wall',
      `${amount(month.wall_seconds, 's')} wall, ${amount(month.processor_seconds, 's')} of processor time, ${amount(month.events, '')} events`],
    ['its peak memory', '500 MB', `${month.peak_rss_megabytes} MB`],
    ['`quickstart.yaml`', 'about 1 s', `${amount(quickstart.wall_seconds, 's')} wall`],
    ['fabric of a million chips (blocks joined by OCS)', '1 s', seconds(one('fabric_bench', 'build_fabric/dcn_ocs_blocks/1000000').nanoseconds)],
    ['one step, dense model', '20 µs', seconds(one('step_bench', 'dense_step').nanoseconds)],
    ['one step, mixture of experts over pods', '20 µs', seconds(one('step_bench', 'mixture_of_experts_step').nanoseconds)],
    ['`gigapod scale scenarios/scaling.yaml`', '1 s', `${amount(scale.wall_seconds, 's')} wall`],
    ['our event queue, 1,024 pending', 'at least 500k events/s', rate(one('engine_bench', 'event_queue/1024'))],
    ['the same with SimGrid: one sleeping actor', '', rate(one('simgrid_bench', 'sleep_of_one_actor'))],
    ['the same with SimGrid: 1,024 sleeping actors', '', rate(one('simgrid_bench', 'sleep_of_many_actors/1024'))],
    ['the same with SimGrid: 1,024 kernel timers', '', rate(one('simgrid_bench', 'kernel_timers/1024'))],
    ['queue and SimGrid clock together, no flow in flight', '', rate(one('engine_bench', 'advance_time_beside_flows/0'))],
    ['requests of about 1000 tokens in and 250 out on 16 replicas of a 70B model', '1M requests/min',
      `${amount(60 * one('request_serving_bench', 'serve_requests/replicas:16/requests_a_replica_and_100_s:1400').per_second, '')} requests/min`],
    ['a surrogate of such a replica', 'well under 1 s', seconds(one('request_serving_bench', 'measure_a_surrogate').nanoseconds)],
  ];
  const text = ['| what | target | measured |', '| --- | --- | --- |', ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
  const page = new URL('../performance.md', folder);
  const [before, rest] = readFileSync(page, 'utf8').split('<!-- table -->\n');
  writeFileSync(page, `${before}<!-- table -->\n${text}\n<!-- end of table -->\n${rest.split('<!-- end of table -->\n')[1]}`);
}

writeTable();
