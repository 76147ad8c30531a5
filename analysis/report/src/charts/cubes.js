// What the cubes of a pod did: a pod to choose, its cubes at one time with a slider, and all of them over all time.
import { element, oneLine, picker } from '../dom.js';
import { count, duration, moment } from '../format.js';
import { cubeFloor } from './cube_floor.js';
import { cubeMatrix, timeMark } from './cube_matrix.js';
import {
  PHASES,
  STATES,
  at,
  blockWord,
  colourNumbers,
  grid,
  phaseAt,
  phaseColour,
  phasesByJob,
  planes,
  stateColour,
  workloadColours,
} from './cube_states.js';
import { timeControl } from './time_control.js';
import { familiesOf } from './timeline_rows.js';

const COLUMNS = 720;
const MOST_NAMED = 12;

export function cubes(data) {
  const { pods, pods_total: total, subjects, slices } = data.cubes;
  if (pods.every((pod) => pod.stays.length === 0)) return { missing: 'No cube was ever held or out of service.' };
  const horizon = data.horizon;
  const about = { subjects, slices, phases: phasesByJob(data.cubes.phases), numbers: new Map(), hasSlices: new Set() };
  const state = { pod: pods[0], time: 0 };
  const now = element('div', { class: 'legend cube-now', role: 'group', 'aria-label': 'Who holds cubes now' });
  const note = element('p', { class: 'note' });
  const left = element('p', { class: 'note' });
  const column = () => Math.min(COLUMNS - 1, Math.floor((state.time / horizon) * COLUMNS + 1e-6));

  const show = (time) => {
    state.time = Math.max(0, Math.min(horizon * (1 - 1e-9), time));
    floor.redraw();
    matrix.instance?.setOption(timeMark(state.time));
    slider.update();
    if (floor.palette) name(floor.palette);
  };
  const families = familiesOf(data.timeline.jobs);
  const kinds = new Map(data.timeline.jobs.map((job) => [job.name, families.indexOf(job.family)]));
  const kindOf = (subject) => kinds.get(subjects[subject]) ?? families.length;
  const choose = (pod) => {
    state.pod = pod;
    Object.assign(about, colourNumbers(pod, kindOf));
    about.hasSlices = severalSlices(pod);
    state.time = fullest(pod, horizon);
    note.textContent = describe(pod);
    left.textContent = leftOut(data.cubes, pod, total);
  };
  const floor = cubeFloor(about, state, horizon);
  floor.legend = ({ palette }) => stateLegend(palette, state.pod, about);
  const matrix = cubeMatrix(about, state, data.zoom, (time) => show(time));
  const name = (palette) => {
    now.replaceChildren(...holders(palette, about, state));
    return now;
  };
  choose(pods[0]);
  const step = (text, title, next) =>
    element(
      'button',
      { type: 'button', class: 'plain', title, 'aria-label': title, onclick: () => show(next() ?? state.time) },
      text,
    );
  const slider = timeControl({
    id: 'cube-time',
    label: 'Simulated time of the cubes',
    columns: COLUMNS,
    column,
    text: () => `${moment(state.time, horizon)} · ${tally(state)}`,
    move: (to) => show((to / COLUMNS) * horizon),
    buttons: [
      step('‹', 'To the change before', () =>
        changes(state.pod, about)
          .filter((time) => time < state.time)
          .at(-1),
      ),
      step('›', 'To the next change', () =>
        changes(state.pod, about).find((time) => time > state.time && time < horizon),
      ),
    ],
  });
  const names = pods.map((pod) => `${pod.name} (${count(pod.changes)} ${pod.changes === 1 ? 'stay' : 'stays'})`);
  const pick = picker('Pod', names, 60, (chosen) => {
    choose(pods[names.indexOf(chosen)]);
    matrix.redraw();
    show(state.time);
    [floor, matrix].forEach((chart) => chart.instance?.resize({ height: chart.canvas.clientHeight }));
  });
  return {
    lead: note,
    controls: [pick],
    charts: [floor, matrix],
    between: slider.node,
    legend: name,
    isLegendLate: true,
    nodes: left,
  };
}

function describe(pod) {
  const lengths = grid(pod);
  const { count: layers, isWrapped } = planes(lengths);
  const word = blockWord(pod);
  const sides = lengths.join('x');
  const place = isWrapped
    ? ''
    : layers > 1
      ? ` in its place in the ${sides} of the pod, ${layers} planes side by side`
      : ` in its place in the ${sides} of the pod`;
  return `${oneLine(pod.name, 60)}: a tile is a ${word} of ${pod.block} chips${place}. Tiles of one slice touch, with its number where a job has several; a band at the foot says that the job restarts or is held. Below, every ${word} over all time: a click there moves the slider.`;
}

/** Jobs with more than one slice in the pod. */
function severalSlices(pod) {
  return new Set(pod.stays.filter(([, , , , slice]) => slice > 1).map(([, , , subject]) => subject));
}

/** The middle of the first time at which most stays meet; cubes out of service count more. */
function fullest(pod, horizon) {
  const change = new Array(COLUMNS + 1).fill(0);
  const step = (time) => Math.min(COLUMNS, Math.ceil((time / horizon) * COLUMNS));
  for (const [begin, end, state] of pod.stays) {
    const weight = ['held', 'spare'].includes(state) ? 1 : 3;
    change[step(begin)] += weight;
    change[step(end)] -= weight;
  }
  let sum = 0;
  const sums = change.slice(0, COLUMNS).map((difference) => (sum += difference));
  const first = sums.indexOf(Math.max(...sums));
  const length = sums.slice(first).findIndex((other) => other !== sums[first]);
  return ((first + Math.floor((length < 0 ? COLUMNS - first : length) / 2)) / COLUMNS) * horizon;
}

/** Times at which a cube changes hands or a job on the pod its phase, ascending. */
function changes(pod, about) {
  const times = new Set(pod.stays.flatMap(([begin, end]) => [begin, end]));
  for (const subject of about.numbers.keys()) {
    for (const [, begin, end] of about.phases.get(subject) ?? []) times.add(begin).add(end);
  }
  return [...times].sort((a, b) => a - b);
}

function tally({ pod, time }) {
  const states = at(pod, time);
  const number = (test) => Array.from(states).filter(test).length;
  const held = number((stay) => stay?.[2] === 'held');
  const free = number((stay) => !stay);
  const spare = number((stay) => stay?.[2] === 'spare');
  const out = pod.blocks - held - free - spare;
  return [`${held} held`, `${free} free`, spare && `${spare} spare`, out && `${out} out of service`]
    .filter(Boolean)
    .join(', ');
}

function stateLegend(palette, pod, about) {
  const used = new Set(['free', ...pod.stays.map(([, , state]) => state)]);
  const items = Object.entries(STATES)
    .filter(([state]) => used.has(state))
    .map(([state, name]) => ({ name, colour: stateColour(palette, state), fixed: true }));
  const phases = new Set(
    [...about.numbers.keys()].flatMap((subject) => (about.phases.get(subject) ?? []).map((phase) => phase[3])),
  );
  for (const [phase, name] of Object.entries(PHASES)) {
    if (phases.has(phase)) items.push({ name, colour: phaseColour(palette, phase), shape: 'line', fixed: true });
  }
  return items;
}

/** Who holds cubes at the time, the most first. */
function holders(palette, about, { pod, time }) {
  const cubesOf = new Map();
  for (const stay of at(pod, time)) {
    if (stay?.[2] === 'held') cubesOf.set(stay[3], (cubesOf.get(stay[3]) ?? 0) + 1);
  }
  const colours = workloadColours(palette);
  const all = [...cubesOf].sort(([, a], [, b]) => b - a);
  const items = all.slice(0, MOST_NAMED).map(([subject, number]) => {
    const phase = phaseAt(about.phases, subject, time);
    const swatch = element('span', {
      class: 'swatch square',
      style: `--swatch:${colours[about.numbers.get(subject) % colours.length]}`,
    });
    const what = phase ? `, ${PHASES[phase[3]].toLowerCase()}` : '';
    return element(
      'span',
      { class: 'legend-item' },
      swatch,
      `${oneLine(about.subjects[subject], 32)}: ${number}${what}`,
    );
  });
  if (all.length > MOST_NAMED)
    items.push(element('span', { class: 'legend-item muted' }, `and ${all.length - MOST_NAMED} more`));
  if (about.most > colours.length)
    items.push(
      element('span', { class: 'legend-item muted' }, 'Colours repeat: more jobs meet here than there are colours.'),
    );
  return items;
}

/** What of the run the card does not hold. */
function leftOut({ pods, shortest_phase_seconds: phase }, pod, total) {
  const sentences = [];
  if (pods.length < total) {
    sentences.push(
      `The ${count(pods.length)} of ${count(total)} pods with the most stays are here; the others are in table block_stays of run.sqlite.`,
    );
  }
  if (pod.shortest_seconds > 0) {
    sentences.push(
      `Of the ${count(pod.changes)} stays on this pod the ${count(pod.stays.length)} of ${duration(pod.shortest_seconds)} or longer are here.`,
    );
  }
  if (phase > 0) sentences.push(`Restarts and holds shorter than ${duration(phase)} are not shown.`);
  return sentences.join(' ');
}
