// What the parts of the page of `gigapod scale` share: names, colours, sizes that run.
import { oneLine } from '../dom.js';
import { bigNumber, count, percent } from '../format.js';
import { CAUSES } from '../palette.js';

const CURVES = {
  weak: 'Weak: batch grows with the chips',
  strong: 'Strong: batch stays the same',
  best: 'Best plan at each size',
};
/** Buckets of chip-seconds, useful compute first. */
export const SHARES = {
  useful_compute: 'Useful compute',
  hbm: CAUSES.hbm,
  ici: CAUSES.ici,
  dcn: CAUSES.dcn,
  bubble: CAUSES.bubble,
  stragglers: CAUSES.straggler,
  overhead: CAUSES.overhead,
  padding: 'Ranks without a sequence',
  critical_batch: 'Batch near the critical one',
  failures: 'Failures and checkpoints',
};
export const shareColour = (palette, name) =>
  ({
    useful_compute: palette.cause.compute,
    stragglers: palette.cause.straggler,
    padding: palette.bucket.down,
    critical_batch: palette.bucket.power_capped,
    failures: palette.series[2],
  })[name] ?? palette.cause[name];
export const GRID = { left: 84, right: 30, top: 34, bottom: 50, outerBoundsMode: 'none' };
const LIMITS = {
  power: 'site power',
  hbm: 'HBM',
  batch: 'batch size',
  ici: 'ICI',
  dcn: 'DCN',
  bubble: 'pipeline bubble',
  stragglers: 'stragglers',
  failures: 'failures',
};
export const limitWord = ({ limit }) => LIMITS[limit] ?? oneLine(limit, 30);
export const firstLimited = (curve) => curve.points.find(({ limit }) => limit !== 'none');
export const title = (curve) => CURVES[curve.name] ?? oneLine(curve.name, 40);
export const feasible = (curve) => curve.points.filter((point) => point.is_feasible);

export const share = (point, name) => point[`chip_seconds_${name}_fraction`];
export const slicesText = ({ slices, slice, is_twisted: isTwisted }) =>
  `${count(slices)} × ${slice}${isTwisted ? ' twisted' : ''}`;
/** Low, mean and high goodput over the seeds; nothing where nothing was drawn. */
export const simulated = (point) =>
  point.simulated_goodput_fraction === null
    ? undefined
    : [point.simulated_goodput_low_fraction, point.simulated_goodput_fraction, point.simulated_goodput_high_fraction];
export const intervalText = ([low, mean, high]) => `${percent(mean)} (${percent(low)} to ${percent(high)})`;
/** Chips in three digits; an end between two sizes is no more exact. */
export const about = (chips) => bigNumber(Number(chips.toPrecision(3)));
export const sideName = (palette) => ({
  nameLocation: 'middle',
  nameGap: 50,
  nameTextStyle: { color: palette.muted, fontSize: 12 },
});
