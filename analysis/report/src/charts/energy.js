// Energy from the grid to useful work, as a Sankey diagram.
import { Chart } from '../chart.js';
import { element } from '../dom.js';
import { energy as energyText, percent } from '../format.js';
import { BUCKETS } from '../palette.js';
import { tooltipBox, tooltipNode } from '../plot.js';

/** All that the meter counted comes from here. */
const SOURCE = 'Grid';

export function energy(data) {
  const { figures } = data;
  if (!(figures.energy_joules > 0)) return { missing: 'The run recorded no energy.' };
  const flow = energyFlow(figures);
  const useful = figures.joules_busy_useful ?? 0;
  return {
    note: `${energyText(figures.energy_joules)} drawn at the meter; ${percent(useful / figures.energy_joules)} went to chips and hosts doing useful work.`,
    charts: [
      new Chart({
        id: 'energy',
        height: (width) => (width < 560 ? 560 : 440),
        summary: `Energy flow from grid to useful work: ${flow.links.map((link) => `${link.source} to ${link.target} ${energyText(link.value)}`).join('; ')}.`,
        option: (view) => option(view, flow, figures.energy_joules),
      }),
    ],
    nodes: [energyPerToken(figures)],
  };
}

/** Nodes from top to bottom of each column, and links; a link of nothing is left out. */
export function energyFlow(figures) {
  const links = [];
  const key = {};
  const link = (source, target, value) => value > 0 && links.push({ source, target, value });
  const of = (bucket) => figures[`joules_${bucket}`] ?? 0;
  link(
    SOURCE,
    'Chips and hosts',
    BUCKETS.reduce((sum, [bucket]) => sum + of(bucket), 0),
  );
  for (const [bucket, name] of BUCKETS) {
    key[name] = bucket;
    link('Chips and hosts', name, of(bucket));
  }
  link(SOURCE, 'Network', figures.joules_network ?? 0);
  link(SOURCE, 'Cooling', figures.energy_cooling_joules ?? 0);
  link(SOURCE, 'Conversion losses', figures.energy_conversion_loss_joules ?? 0);
  link(SOURCE, 'Battery losses', figures.energy_battery_loss_joules ?? 0);
  const names = new Set(links.flatMap(({ source, target }) => [source, target]));
  return { links, nodes: [...names], key };
}

function option({ palette, narrow }, { links, nodes, key }, total) {
  const structure = {
    [SOURCE]: palette.text,
    'Chips and hosts': palette.muted,
    Cooling: palette.series[2],
    'Conversion losses': palette.series[5],
    'Battery losses': palette.series[6],
    Network: palette.series[3],
  };
  const colour = (name) => palette.bucket[key[name]] ?? structure[name] ?? palette.muted;
  const size = Object.fromEntries(
    nodes.map((name) => [name, name === SOURCE ? total : Math.max(sum(links, 'source', name), sum(links, 'target', name))]),
  );
  const twoLines = ({ name }) => `${name}\n${energyText(size[name])}${narrow ? '' : `, ${percent(size[name] / total)}`}`;
  return {
    tooltip: {
      ...tooltipBox(palette),
      trigger: 'item',
      formatter: ({ dataType, data, name }) => {
        const value = dataType === 'edge' ? data.value : size[name];
        const title = dataType === 'edge' ? `${data.source} → ${data.target}` : name;
        return tooltipNode(title, [
          [colour(dataType === 'edge' ? data.target : name), 'Energy', energyText(value)],
          [palette.muted, 'Share of the meter', percent(value / total, 2)],
        ]);
      },
    },
    series: [
      {
        type: 'sankey',
        left: 4,
        right: narrow ? 150 : 290,
        top: 12,
        bottom: 16,
        nodeWidth: 16,
        nodeGap: narrow ? 34 : 18,
        draggable: false,
        nodeAlign: 'justify',
        layoutIterations: 0,
        emphasis: { focus: 'adjacency' },
        data: nodes.map((name) => ({
          name,
          itemStyle: { color: colour(name), borderWidth: 0 },
          ...(isInside(links, name) && { label: { position: 'insideTopLeft', offset: [20, 0], formatter: twoLines } }),
        })),
        links: links.map((link) => ({
          ...link,
          lineStyle: { color: colour(link.target), opacity: palette.name === 'dark' ? 0.38 : 0.3 },
        })),
        label: {
          color: palette.text,
          fontSize: narrow ? 11 : 12.5,
          lineHeight: 15,
          textBorderColor: palette.card,
          textBorderWidth: 2,
          formatter: narrow ? twoLines : ({ name }) => `${name}   ${energyText(size[name])}, ${percent(size[name] / total)}`,
        },
      },
    ],
  };
}

/** Between others: its label has the width of its links only. */
const isInside = (links, name) => sum(links, 'source', name) > 0;

const sum = (links, end, name) =>
  links.filter((link) => link[end] === name).reduce((all, link) => all + link.value, 0);

function energyPerToken(figures) {
  const parts = [];
  if (figures.model_flops > 0)
    parts.push(
      `${(figures.model_flops / figures.energy_joules / 1e9).toFixed(0)} model GFLOPs of training per joule at the meter`,
    );
  if (figures.pue > 0) parts.push(`PUE ${figures.pue.toFixed(3)}`);
  return parts.length ? element('p', { class: 'muted small' }, `${parts.join('; ')}.`) : null;
}
