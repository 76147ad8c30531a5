// What the cubes of a pod do at a time, and in which colours.
import { workloadHues } from '../palette.js';

/** States in the order of the legend; a held cube has the colour of its workload. */
export const STATES = {
  free: 'Free',
  spare: 'Kept as a spare',
  drain: 'Drained before work on it',
  repair: 'Out: in repair',
  outage: 'Out: no power',
  maintenance: 'Out: planned work',
};

/** What a held cube may be in beside running. */
export const PHASES = { restart: 'Restarting', held: 'Held by power' };

export const stateColour = (palette, state) =>
  ({
    free: palette.grid,
    spare: palette.bucket.idle_fragmented,
    drain: palette.bucket.bubble,
    repair: palette.bucket.down,
    outage: palette.bucket.idle_power_held,
    maintenance: palette.bucket.power_capped,
  })[state];

export const phaseColour = (palette, phase) =>
  phase === 'restart' ? palette.bucket.restart_lost : palette.bucket.power_capped;

/** `0-15,32` as [first, last] pairs. */
export const ranges = (text) =>
  text.split(',').map((range) => {
    const ends = range.split('-').map(Number);
    return [ends[0], ends.at(-1)];
  });

/** Length of each axis of the grid of blocks: `16x24x24` in `4x4x4` -> [4, 6, 6]. */
export function grid(pod) {
  const [shape, block] = [pod.shape, pod.block].map((text) => text.split('x').map(Number));
  const lengths = shape.map((length, axis) => Math.max(1, Math.round(length / (block[axis] ?? 1))));
  return lengths.reduce((product, length) => product * length, 1) === pod.blocks ? lengths : [pod.blocks];
}

/** Planes side by side, each [rows, columns]; blocks in a row without a second axis are wrapped. */
export function planes(lengths) {
  const long = lengths.filter((length) => length > 1);
  if (long.length < 2) {
    const blocks = long[0] ?? 1;
    const columns = Math.min(blocks, Math.max(1, Math.ceil(Math.sqrt(blocks * 2))));
    return { count: 1, rows: Math.ceil(blocks / columns), columns, isWrapped: true };
  }
  return { count: lengths.length > 2 ? lengths.at(-3) : 1, rows: lengths.at(-2), columns: lengths.at(-1) };
}

/** Of each block of the pod: the stay that it is in at a time, or undefined. Being out of service hides a spare. */
export function at(pod, time) {
  const cubes = new Array(pod.blocks);
  for (const stay of pod.stays) {
    const [begin, end, state, , , blocks] = stay;
    if (begin > time) break;
    if (time >= end) continue;
    for (const [first, last] of ranges(blocks)) {
      for (let block = first; block <= last; block += 1) {
        if (!cubes[block] || rank(state) >= rank(cubes[block][2])) cubes[block] = stay;
      }
    }
  }
  return cubes;
}

const rank = (state) => ['spare', 'drain', 'maintenance', 'outage', 'repair', 'held'].indexOf(state);

/** The phase of a job that is not running at a time: [subject, begin, end, phase], or undefined. */
export function phaseAt(phases, subject, time) {
  const own = phases.get(subject) ?? [];
  let [low, high] = [0, own.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (own[middle][1] <= time) low = middle + 1;
    else high = middle;
  }
  return low > 0 && own[low - 1][2] > time ? own[low - 1] : undefined;
}

/** Phases by job, in the order of time. */
export function phasesByJob(phases) {
  const by = new Map();
  for (const phase of phases) {
    if (!by.has(phase[0])) by.set(phase[0], []);
    by.get(phase[0]).push(phase);
  }
  return by;
}

/**
 * Workloads that meet in the pod get different numbers: those of the colours that `kindOf(subject)` has in the timeline where
 * they can, else as low as they can be.
 */
export function colourNumbers(pod, kindOf) {
  const spans = new Map();
  for (const [begin, end, state, subject] of pod.stays) {
    if (state !== 'held') continue;
    const span = spans.get(subject);
    spans.set(subject, span ? [span[0], Math.max(span[1], end)] : [begin, end]);
  }
  const numbers = new Map();
  const busyUntil = [];
  for (const [subject, [begin, end]] of [...spans].sort(([, a], [, b]) => a[0] - b[0])) {
    const isFree = (number) => number >= 0 && !(busyUntil[number] > begin);
    const anyNumber = () => Array.from({ length: busyUntil.length + 1 }, (_, number) => number).find(isFree);
    const number = tones(kindOf(subject)).find(isFree) ?? anyNumber();
    busyUntil[number] = end;
    numbers.set(subject, number);
  }
  return { numbers, most: busyUntil.length };
}

/** Colours that can be told apart: the palette's, and then paler and deeper ones of the same hues. */
export function workloadColours(palette) {
  const base = workloadHues(palette).slice(0, BASE);
  const toned = (towards, share) => base.slice(0, TONED).map((colour) => blend(colour, towards, share));
  return [...base, ...toned(palette.text, 0.45), ...toned(palette.card, 0.45)];
}

const BASE = 6;
const TONED = 5; // the sixth is pale already

/** Numbers of the colours of one hue: the hue itself, deeper, paler. */
const tones = (hue) => (hue < TONED ? [hue, BASE + hue, BASE + TONED + hue] : hue < BASE ? [hue] : []);

function blend(colour, towards, share) {
  const channel = (text, i) => parseInt(text.slice(i, i + 2), 16);
  const mixed = [1, 3, 5].map((i) =>
    Math.round(channel(colour, i) * (1 - share) + channel(towards, i) * share)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${mixed.join('')}`;
}

/** What a block of the pod is called. */
export const blockWord = (pod) => (pod.block.split('x').length > 2 ? 'cube' : 'block');

/** What a cube is in, in words and colour; `about`: {subjects, numbers}. */
export function look(palette, about, stay) {
  if (!stay) return { colour: stateColour(palette, 'free'), name: STATES.free };
  const [, , state, subject] = stay;
  if (state !== 'held') return { colour: stateColour(palette, state), name: STATES[state], subject };
  const colours = workloadColours(palette);
  return { colour: colours[about.numbers.get(subject) % colours.length], name: about.subjects[subject], subject };
}
