// What the parts of the page of `gigapod scale` share: names, colours, sizes that run.
import { oneLine } from '../dom.js';
import { bigNumber, percent } from '../format.js';
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
export const firstLimited = (curve) => curve.points[curve.first_limited ?? -1];
export const title = (curve) => CURVES[curve.name] ?? oneLine(curve.name, 40);
export const feasible = (curve) => curve.points.filter((point) => point.is_feasible);

export const intervalText = ([low, mean, high]) => `${percent(mean)} (${percent(low)} to ${percent(high)})`;
/** Chips in three digits; an end between two sizes is no more exact. */
export const about = (chips) => bigNumber(Number(chips.toPrecision(3)));
export const sideName = (palette) => ({
  nameLocation: 'middle',
  nameGap: 50,
  nameTextStyle: { color: palette.muted, fontSize: 12 },
});
