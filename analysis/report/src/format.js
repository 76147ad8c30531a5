// Numbers as people read them: thousands separators, three significant figures, a unit always.

const SPACE = '\u00a0'; // keeps a number and its unit on one line

/** 1234567 -> "1,234,567". */
export function count(value) {
  return Math.round(value).toLocaleString('en-US');
}

/** Three significant figures, never an exponent, thousands separated. */
export function significant(value, figures = 3) {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  const decimals = Math.max(0, Math.min(8, figures - 1 - magnitude));
  return value.toLocaleString('en-US', { maximumFractionDigits: decimals });
}

export function percent(fraction, digits = 1) {
  if (!Number.isFinite(fraction)) return '–';
  if (fraction === 0 || Math.abs(fraction - 1) < 1e-9) return `${100 * Math.round(fraction)}%`;
  if (fraction < 1 && fraction > 1 - 0.5 * 10 ** (-2 - digits)) return `>${(100 - 10 ** -digits).toFixed(digits)}%`;
  if (fraction !== 0 && Math.abs(fraction) < 0.5 * 10 ** (-2 - digits)) {
    return `${fraction < 0 ? '>−' : '<'}${(10 ** -digits).toFixed(digits)}%`;
  }
  return `${(100 * fraction).toFixed(digits)}%`;
}

const SI = [
  [1e24, 'Y'],
  [1e21, 'Z'],
  [1e18, 'E'],
  [1e15, 'P'],
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
];

/** 1.05e9, "W" -> "1.05 GW". */
export function withPrefix(value, unit, figures = 3) {
  const [scale, prefix] = SI.find(([limit]) => Math.abs(value) >= limit * 0.9995) ?? [1, ''];
  return `${significant(value / scale, figures)}${SPACE}${prefix}${unit}`;
}

const SHORT_SCALE = [
  [1e15, 'quadrillion'],
  [1e12, 'trillion'],
  [1e9, 'billion'],
  [1e6, 'million'],
];

/** 3.2e12 -> "3.2 trillion"; below a million with separators. */
export function bigNumber(value, figures = 3) {
  const scale = SHORT_SCALE.find(([limit]) => Math.abs(value) >= limit * 0.9995);
  return scale
    ? `${significant(value / scale[0], figures)}${SPACE}${scale[1]}`
    : significant(value, Math.max(figures, 3));
}

const PREFIXED = new Set(['J', 'W', 'B', 'FLOP', 'Hz']);

/** What numbers of a unit, the largest of them given, are divided by, and what that is called: 8e11, "J" -> 1e9, "GJ". */
export function unitScale(unit, largest) {
  if (unit === 'share') return { scale: 0.01, name: '%' };
  const scales = PREFIXED.has(unit) ? SI : SHORT_SCALE;
  const [scale, word] = scales.find(([limit]) => Math.abs(largest) >= limit) ?? [1, ''];
  return { scale, name: PREFIXED.has(unit) ? `${word}${unit}` : [word, unit].filter(Boolean).join(SPACE) };
}

/** Short for an axis: 25000 -> "25k", 1.2e6 -> "1.2M". */
export function axisNumber(value) {
  const absolute = Math.abs(value);
  if (absolute >= 1e15) return value.toExponential(0).replace('e+', 'e');
  const scale = [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
    [1e4, 'k'],
  ].find(([limit]) => absolute >= limit);
  if (scale) return `${significant(value / (scale[1] === 'k' ? 1e3 : scale[0]))}${scale[1]}`;
  return significant(value, 6);
}

export const watts = (value) =>
  value >= 1e6 && value < 1e10
    ? `${significant(value / 1e6, value >= 1e9 ? 4 : 3)}${SPACE}MW`
    : withPrefix(value, 'W');

/** Energy in watt-hours with a prefix. */
export const energy = (joules) => withPrefix(joules / 3600, 'Wh');

/** A duration from nanoseconds to days. */
export function duration(seconds) {
  const absolute = Math.abs(seconds);
  if (absolute === 0) return `0${SPACE}s`;
  if (absolute < 1e-3) return `${significant(seconds * 1e6)}${SPACE}µs`;
  if (absolute < 1) return `${significant(seconds * 1e3)}${SPACE}ms`;
  if (absolute < 120) return `${significant(seconds)}${SPACE}s`;
  if (absolute < 3600) return `${significant(seconds / 60)}${SPACE}min`;
  if (absolute < 172800) return `${significant(seconds / 3600)}${SPACE}h`;
  return `${significant(seconds / 86400)}${SPACE}days`;
}

const pad = (number) => String(number).padStart(2, '0');

/** A moment of simulated time: "day 3, 06:30"; with seconds when the run is short. */
export function moment(seconds, horizon) {
  const whole = Math.round(seconds);
  const days = horizon > 86400 ? Math.floor(whole / 86400) : 0;
  const rest = whole - days * 86400;
  const clock =
    `${pad(Math.floor(rest / 3600))}:${pad(Math.floor((rest % 3600) / 60))}` +
    (horizon < 14400 ? `:${pad(rest % 60)}` : '');
  return horizon > 86400 ? `day ${days}, ${clock}` : clock;
}

/** A tick of the time axis, as short as its spacing allows. */
export function timeTick(seconds, spacing, horizon) {
  const days = seconds / 86400;
  if (spacing >= 86400) return `${Math.round(days)} d`;
  if (horizon > 86400) {
    const day = Math.floor((seconds + 1) / 86400);
    const clock = moment(seconds - day * 86400, 86400);
    return clock === '00:00' ? `${day} d` : `${day} d ${clock}`;
  }
  return moment(seconds, spacing < 60 ? 0 : 86400);
}
