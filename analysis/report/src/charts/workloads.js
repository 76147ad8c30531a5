// What every job and fleet came to, and the log of decisions.
import { element, oneLine, table } from '../dom.js';
import { bigNumber, count, duration, energy, moment, percent } from '../format.js';
import { servedPart } from './service.js';

export function workloads(data) {
  const jobs = data.workloads.filter((work) => work.kind !== 'serving');
  const fleets = data.workloads.filter((work) => work.kind === 'serving');
  if (data.workloads.length === 0) return { missing: 'The run has no jobs and no fleets.' };
  const left = data.workloads_total - data.workloads.length;
  const more = left > 0 ? ` These have the most chip-hours; ${count(left)} more are in run.sqlite.` : '';
  return {
    note: `${[jobs.length && plural(jobs.length, 'job'), fleets.length && plural(fleets.length, 'serving fleet')].filter(Boolean).join(', ')}.${more}`,
    nodes: [jobs.length ? jobTable(jobs) : null, fleets.length ? fleetTable(fleets, data.serving) : null],
  };
}

const plural = (number, noun) => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

const when = (seconds) => (seconds === null || seconds === undefined ? '–' : duration(seconds));

function jobTable(jobs) {
  const columns = [
    { title: 'Job' },
    { title: 'Model' },
    { title: 'Slices' },
    { title: 'Chips', numeric: true },
    { title: 'State' },
    { title: 'Waited', numeric: true },
    { title: 'Step', numeric: true },
    { title: 'MFU', numeric: true },
    { title: 'Goodput', numeric: true },
    { title: 'Tokens', numeric: true },
    { title: 'Energy', numeric: true },
  ];
  const started = (work) => work.start_seconds !== null;
  return table(
    'Jobs',
    columns,
    jobs.map((work) => [
      oneLine(work.name, 60),
      oneLine(work.model, 40),
      work.slices > 1 ? `${work.slices} × ${work.slice}` : work.slice,
      count(work.chips),
      stateNode(work.state),
      started(work) ? when(work.start_seconds - work.submit_seconds) : '–',
      duration(work.step_seconds),
      percent(work.mfu),
      started(work) ? percent(work.goodput) : '–',
      bigNumber(work.tokens),
      energy(work.energy_joules),
    ]),
  );
}

function fleetTable(fleets, serving) {
  const columns = [
    { title: 'Fleet' },
    { title: 'Model' },
    { title: 'Replica' },
    { title: 'Most chips', numeric: true },
    { title: 'Requests served', numeric: true },
    { title: 'Of all requests', numeric: true },
    { title: 'Tokens', numeric: true },
    { title: 'Mean TTFT', numeric: true },
    { title: 'Mean TPOT', numeric: true },
    { title: 'Energy', numeric: true },
  ];
  return table(
    'Serving fleets',
    columns,
    fleets.map((work) => [
      oneLine(work.name, 60),
      oneLine(work.model, 40),
      work.slice,
      count(work.chips),
      bigNumber(work.requests),
      percent(servedPart(serving.filter(({ fleet }) => fleet === work.name)), 2),
      bigNumber(work.tokens),
      duration(work.ttft_seconds),
      duration(work.tpot_seconds),
      energy(work.energy_joules),
    ]),
  );
}

const stateNode = (state) =>
  element(
    'span',
    { class: `state ${['finished', 'running', 'waiting', 'failed'].includes(state) ? state : ''}` },
    oneLine(state, 20),
  );

export function events(data) {
  const { log, total, counts } = data.events;
  if (log.length === 0) return { missing: 'The run recorded no events.' };
  const columns = [
    { title: 'Time' },
    { title: 'Event' },
    { title: 'Subject' },
    { title: 'Pod' },
    { title: 'Detail', wide: true },
  ];
  const rows = log.map((event) => [
    moment(event.time_seconds, data.horizon),
    oneLine(event.kind, 30),
    oneLine(event.subject, 60),
    oneLine(event.pod, 40),
    oneLine(event.detail, 300),
  ]);
  const kinds = Object.entries(counts)
    .map(([kind, number]) => `${oneLine(kind, 30)}\u00a0${count(number)}`)
    .join(' · ');
  const shown =
    log.length < total
      ? `The ${count(log.length)} most telling of ${count(total)} events; all are in run.sqlite.`
      : `All ${count(total)} events.`;
  return {
    note: `${kinds}. ${shown}`,
    nodes: [element('details', {}, element('summary', {}, 'Show the log'), table('Event log', columns, rows))],
  };
}
