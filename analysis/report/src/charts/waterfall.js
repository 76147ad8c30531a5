// Utilization waterfall: chip-time from installed to useful through the eleven buckets.
import { Chart } from '../chart.js';
import { BUCKETS, inkOn } from '../palette.js';
import { axisNumber, bigNumber, percent } from '../format.js';
import { tooltipBox, tooltipNode, valueAxis } from '../plot.js';

const chipHours = (chipSeconds) => `${bigNumber(chipSeconds / 3600)} chip-hours`;

export function waterfall(data) {
  const { figures } = data;
  const total = figures.chip_seconds_total;
  if (!(total > 0)) return { missing: 'The run recorded no chip-seconds.' };
  const bars = waterfallBars(figures, total);
  const useful = bars.at(-1).size;
  return {
    note: `Every chip-second of the run in exactly one bucket. ${percent(useful / total)} of the installed chip-time did useful work.`,
    charts: [
      new Chart({
        id: 'waterfall',
        height: (width) => (width < 560 ? 500 : 420),
        summary: `Waterfall of chip-hours: ${bars.map((bar) => `${bar.name} ${percent(bar.size / total)}`).join(', ')}.`,
        option: (view) => option(view, bars, total),
      }),
    ],
  };
}

/** Installed, then each loss taken off from idle to communication, then what is left: useful. */
export function waterfallBars(figures, total) {
  const bars = [{ name: 'Installed', key: 'total', from: 0, size: total }];
  let left = total;
  for (const [key, name] of [...BUCKETS].reverse().slice(0, -1)) {
    const size = figures[`chip_seconds_${key}`] ?? 0;
    left -= size;
    bars.push({ name, key, from: Math.max(0, left), size });
  }
  bars.push({
    name: 'Useful work',
    key: 'busy_useful',
    from: 0,
    size: figures.chip_seconds_busy_useful ?? Math.max(0, left),
  });
  return bars;
}

function option({ palette, narrow, width }, bars, total) {
  const [left, right] = narrow ? [128, 20] : [190, 36];
  const hours = (value) => value / 3600;
  const label = (bar) =>
    narrow ? percent(bar.size / total) : `${percent(bar.size / total)}   ${chipHours(bar.size)}`;
  const colour = (bar) => (bar.key === 'total' ? palette.muted : palette.bucket[bar.key]);
  return {
    grid: { left, right, top: 8, bottom: 48, outerBoundsMode: 'none' },
    xAxis: {
      ...valueAxis(palette, ''),
      max: hours(total),
      nameLocation: 'middle',
      nameGap: 30,
      name: 'chip-hours',
      nameTextStyle: { color: palette.muted, fontSize: 12 },
      splitNumber: narrow ? 3 : 5,
      axisLabel: { color: palette.muted, formatter: axisNumber, hideOverlap: true, showMaxLabel: false },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: bars.map((bar) => bar.name),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.line } },
      axisLabel: {
        color: palette.text,
        fontSize: narrow ? 11 : 13,
        interval: 0,
        width: narrow ? 116 : 176,
        overflow: 'truncate',
      },
    },
    tooltip: {
      ...tooltipBox(palette),
      trigger: 'item',
      formatter: ({ dataIndex }) => {
        const bar = bars[dataIndex];
        return tooltipNode(bar.name, [
          [colour(bar), 'Chip-time', chipHours(bar.size)],
          [colour(bar), 'Share of installed', percent(bar.size / total, 2)],
        ]);
      },
    },
    series: [
      {
        type: 'bar',
        stack: 'w',
        silent: true,
        itemStyle: { color: 'transparent' },
        data: bars.map((bar) => hours(bar.from)),
        barCategoryGap: '28%',
      },
      {
        type: 'bar',
        stack: 'w',
        barMinHeight: 2,
        cursor: 'default',
        data: bars.map((bar) => ({
          value: bar.size > 0 ? hours(bar.size) : '-',
          itemStyle: { color: colour(bar), borderRadius: 2 },
          label: place(palette, bar, total, (narrow ? 52 : 196) / (width - left - right)),
        })),
        label: { show: true, fontSize: 12, formatter: ({ dataIndex }) => label(bars[dataIndex]) },
      },
    ],
  };
}

/** Inside a bar with room for it, right of others, left where it ends too near the edge; `room` as a part of the plot. */
function place(palette, bar, total, room) {
  if (bar.size / total > room) {
    return {
      position: 'insideLeft',
      color: inkOn(bar.key === 'total' ? palette.muted : palette.bucket[bar.key]),
      fontWeight: 600,
    };
  }
  const fitsRight = (bar.from + bar.size) / total < 1 - room;
  return { position: fitsRight ? 'right' : 'left', color: palette.text };
}
