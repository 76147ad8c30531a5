// One restrained, colour-blind-safe palette for every chart: useful work is blue, losses are warm, idle is grey.

const light = {
  name: 'light',
  page: '#f5f6f8',
  card: '#ffffff',
  text: '#17202b',
  muted: '#586575',
  line: '#dfe4ea',
  grid: '#e9edf1',
  accent: '#1f5fa8',
  alarm: '#b93a17',
  good: '#1a7f64',
  series: ['#1f66b0', '#d9820f', '#1a9079', '#b0529a', '#6aaedb', '#c4451d', '#8a7d1e', '#66707d'],
  ramp: ['#edf1f5', '#cfe0f0', '#93bfe3', '#4f92cc', '#1f66b0', '#0c3d73'],
  bucket: {
    busy_useful: '#1f66b0',
    communication_exposed: '#e69f1c',
    bubble: '#f2d64b',
    recompute: '#b0529a',
    checkpoint: '#6fb7e0',
    restart_lost: '#cc4b1c',
    power_capped: '#7a5ea8',
    down: '#6f1d33',
    idle_fragmented: '#8a95a3',
    idle_power_held: '#434f5e',
    idle_free: '#d3d9e0',
  },
  cause: {
    compute: '#1f66b0',
    hbm: '#6fb7e0',
    ici: '#e69f1c',
    dcn: '#cc4b1c',
    bubble: '#f2d64b',
    straggler: '#b0529a',
    overhead: '#8a95a3',
  },
};

const dark = {
  name: 'dark',
  page: '#0e1319',
  card: '#161d26',
  text: '#e8edf3',
  muted: '#9aa8b8',
  line: '#2a3441',
  grid: '#222b36',
  accent: '#6db3f2',
  alarm: '#ff8a5c',
  good: '#4cc9a4',
  series: ['#5aa5ea', '#f0a63a', '#3fc1a5', '#d987c4', '#a5d4f2', '#f0764a', '#cfc15a', '#98a4b3'],
  ramp: ['#1b2530', '#1d3a57', '#225684', '#2f7abb', '#5aa5ea', '#b5dcff'],
  bucket: {
    busy_useful: '#4a97e0',
    communication_exposed: '#f0b040',
    bubble: '#f5e07a',
    recompute: '#d987c4',
    checkpoint: '#a5d8f5',
    restart_lost: '#f0764a',
    power_capped: '#b59be0',
    down: '#a8415c',
    idle_fragmented: '#7a8797',
    idle_power_held: '#cdd5de',
    idle_free: '#36424f',
  },
  cause: {
    compute: '#4a97e0',
    hbm: '#a5d8f5',
    ici: '#f0b040',
    dcn: '#f0764a',
    bubble: '#f5e07a',
    straggler: '#d987c4',
    overhead: '#7a8797',
  },
};

export const palettes = { light, dark };

/** The eleven buckets from useful to idle, with the words a planner reads. */
export const BUCKETS = [
  ['busy_useful', 'Useful work'],
  ['communication_exposed', 'Waiting for communication'],
  ['bubble', 'Pipeline bubble'],
  ['recompute', 'Work done again'],
  ['checkpoint', 'Checkpoint stalls'],
  ['restart_lost', 'Restarting'],
  ['power_capped', 'Slowed or paused for power'],
  ['down', 'Failed or in repair'],
  ['idle_fragmented', 'Idle: stranded'],
  ['idle_power_held', 'Idle: held by power'],
  ['idle_free', 'Idle: no demand'],
];

export const CAUSES = {
  compute: 'Compute',
  hbm: 'HBM',
  ici: 'ICI, exposed',
  dcn: 'DCN, exposed',
  bubble: 'Pipeline bubble',
  straggler: 'Stragglers',
  overhead: 'Fixed overhead',
};

/** Colour of a cause; causes that the palette has no name for take a series colour by position. */
export function causeColour(palette, cause, index) {
  return palette.cause[cause] ?? palette.series[index % palette.series.length];
}

/** `fraction` 0..1 on the ramp, as [red, green, blue]. */
export function rampColour(palette, fraction) {
  return between(palette.ramp, fraction);
}

/** `fraction` 0..1 along colours, as CSS. */
export function mix(stops, fraction) {
  return `rgb(${between(stops, fraction).join(',')})`;
}

/** Colours of kinds of jobs and fleets, the same in every chart; the sixth of the series looks like a restart. */
export const workloadHues = (palette) => [0, 1, 2, 3, 6, 4, 7].map((hue) => palette.series[hue]);

/** A colour of its own for each of many, along a line of the palette's hues. */
export function shade(palette, index, total) {
  const stops = [0, 4, 2, 6, 1, 5, 3].map((i) => palette.series[i]);
  return mix(stops, total < 2 ? 0 : index / (total - 1));
}

/** Black or white, whichever reads better on a colour given as #rrggbb or [red, green, blue]. */
export function inkOn(colour) {
  const [red, green, blue] = Array.isArray(colour) ? colour : parse(colour);
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140 ? '#17202b' : '#f7fafc';
}

function between(stops, fraction) {
  const position = Math.min(1, Math.max(0, fraction)) * (stops.length - 1);
  const index = Math.min(stops.length - 2, Math.floor(position));
  const [from, to] = [parse(stops[index]), parse(stops[index + 1])];
  return from.map((channel, i) => Math.round(channel + (to[i] - channel) * (position - index)));
}

const parse = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
