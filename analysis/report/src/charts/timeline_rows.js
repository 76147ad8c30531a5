// Rows of the timeline: a job or fleet, a kind of them, or a pod, with its bars, waits and ticks.

export const STANDBY = 'On standby for want of power';
export const PHASES = ['Running', 'Restarting', 'Held by power', STANDBY];

/** Kinds of jobs and fleets, in the order of the run. */
export const familiesOf = (jobs) => [...new Set(jobs.map((job) => job.family))];

const isJob = (work) => (work.kind === 'serving' ? 0 : 1);

/** Chips of each fleet that stood by for want of power, as segments over those that it held. */
export function standbyByFleet({ metrics, horizon }) {
  const segments = ({ time, value }) =>
    time.flatMap((begin, i) => (value[i] > 0 ? [[begin, time[i + 1] ?? horizon, value[i], PHASES.indexOf(STANDBY)]] : []));
  return new Map(Object.entries(metrics.fleet_standby_chips ?? {}).map(([fleet, series]) => [fleet, segments(series)]));
}

/** When each job was in the queue: before its start, and whenever it holds nothing until it ends. */
export function waitsByJob({ timeline: { jobs }, workloads, horizon }) {
  const ends = new Map(workloads.map((work) => [work.name, work.end_seconds ?? horizon]));
  const waits = ({ name, submit, segments }) => {
    const held = segments.map(([begin, end]) => [begin, end]);
    const edges = [submit, ...held.flat(), ends.get(name) ?? held.at(-1)?.[1] ?? horizon];
    return Array.from({ length: edges.length / 2 }, (_, i) => edges.slice(2 * i, 2 * i + 2)).filter(
      ([begin, end]) => end - begin > 1e-3, // times are in milliseconds
    );
  };
  return new Map(jobs.map((job) => [job.name, job.kind === 'serving' ? [] : waits(job)]));
}

/** [job, begin, end, offset, height, phase, blocks] of segments in a row that is `most` blocks high. */
const barsOf = (job, segments, most) =>
  segments.map(([begin, end, blocks, phase]) => [job, begin, end, 0, blocks / most, phase, blocks]);

/** Fleets, then jobs. {label, bars, waits, ticks} for each. */
export function jobRows(jobs, { standby, waits }) {
  const order = jobs.map((job, index) => [job, index]).sort(([a], [b]) => isJob(a) - isJob(b));
  return order.map(([job, index]) => ({
    label: job.name,
    waits: waits.get(job.name),
    ticks: job.ticks,
    bars: barsOf(index, [...job.segments, ...(standby.get(job.name) ?? [])], job.peak_blocks),
  }));
}

/** The same for each kind of job: copies of one job are added up. */
export function kindRows(jobs, families, horizon, { standby }) {
  const order = [...families].sort((a, b) => kindOrder(jobs, a) - kindOrder(jobs, b));
  return order.map((family) => {
    const members = jobs.map((job, index) => ({ job, index })).filter(({ job }) => job.family === family);
    const total = (lists, phase) => addUp(lists, horizon / 1500, phase);
    const held = total(members.map(({ job }) => job.segments), 0);
    const waiting = total(members.map(({ job }) => standby.get(job.name) ?? []), PHASES.indexOf(STANDBY));
    const peak = Math.max(1e-9, ...held.map(([, , blocks]) => blocks));
    return {
      label: members.length === 1 ? members[0].job.name : `${family} (${members.length})`,
      waits: [],
      ticks: members.length === 1 ? members[0].job.ticks : [],
      bars: barsOf(members[0].index, [...held, ...waiting], peak),
    };
  });
}

const kindOrder = (jobs, family) => isJob(jobs.find((job) => job.family === family));

/** Sums lists of [begin, end, blocks, phase]; changes closer than `least` are drawn as their mean. One list stays as it is. */
function addUp(lists, least, phase) {
  if (lists.length === 1) return lists[0];
  const changes = lists
    .flat()
    .flatMap(([begin, end, blocks]) => [
      [begin, blocks],
      [end, -blocks],
    ])
    .sort(([a], [b]) => a - b);
  const total = [];
  let [held, begin, area] = [0, changes[0]?.[0], 0];
  changes.forEach(([time, change], i) => {
    held += change;
    const next = changes[i + 1]?.[0] ?? time;
    area += held * (next - time);
    if (next - begin < least && i + 2 < changes.length) return;
    if (area > 1e-9) total.push([begin, next, area / (next - begin), phase]);
    [begin, area] = [next, 0];
  });
  return total;
}

/** The same for each pod, or group of pods that hold the same all the time. */
export function podRows(pods, jobs) {
  return pods
    .map((pod) => ({
      label: pod.count === 1 ? pod.name : `${pod.name}–${tail(pod.name, pod.last)}`,
      waits: [],
      ticks: [],
      bars: pod.bars.map(([job, begin, end, offset, blocks, phase]) => [
        job,
        begin,
        end,
        offset / pod.blocks,
        blocks / pod.blocks,
        phase,
        blocks,
      ]),
    }))
    .filter(() => jobs.length > 0);
}

/** Where the last name of a range differs from the first: `ironwood-015` after `ironwood-000` -> `015`. */
function tail(first, last) {
  let same = 0;
  while (same < last.length && first[same] === last[same]) same += 1;
  while (same > 0 && /[0-9]/.test(last[same - 1])) same -= 1;
  return last.slice(same);
}
