// Energy from the grid to useful work, as a Sankey diagram.
import { Chart } from '../chart.js';
import { element } from '../dom.js';
import { energy as energyText, percent, significant } from '../format.js';
import { BUCKETS } from '../palette.js';
import { tooltipBox, tooltipNode } from '../plot.js';

/** All that the site drew passes here, from the grid alone or from several sources. */
const GRID = 'Grid';
const SITE = 'Site';

export function energy(data) {
  const { figures } = data;
  if (!(figures.energy_joules > 0)) return { missing: 'The run recorded no energy.' };
  const flow = energyFlow(figures);
  const useful = figures.joules_busy_useful ?? 0;
  return {
    note: `${energyText(figures.energy_joules)} drawn by the site; ${percent(useful / figures.energy_joules)} went to chips and hosts doing useful work.`,
    charts: [
      new Chart({
        id: 'energy',
        height: (width) => (width < 560 ? 560 : 440),
        summary: `Energy flow from its sources to useful work: ${flow.links.map((link) => `${link.source} to ${link.target} ${energyText(link.value)}`).join('; ')}.`,
        option: (view) => option(view, flow, figures.energy_joules),
      }),
    ],
    nodes: [energyPerToken(figures)],
  };
}

/** [name, joules] of all that gave something. */
const sourcesOf = (figures) =>
  [
    [GRID, figures.import_joules],
    ['Solar', figures.solar_joules],
    ['Gas', figures.gas_joules],
    ['Battery as it was', -(figures.battery_stored_joules ?? 0)],
  ].filter(([, joules]) => joules > 0);

/** Nodes from top to bottom of each column, and links; a link of nothing is left out. */
export function energyFlow(figures) {
  const links = [];
  const key = {};
  const link = (source, target, value) => value > 0 && links.push({ source, target, value });
  const of = (bucket) => figures[`joules_${bucket}`] ?? 0;
  const from = sourcesOf(figures);
  const source = from.length > 1 ? SITE : GRID;
  if (from.length > 1) from.forEach(([name, joules]) => link(name, SITE, joules));
  link(
    source,
    'Chips and hosts',
    BUCKETS.reduce((sum, [bucket]) => sum + of(bucket), 0),
  );
  for (const [bucket, name] of BUCKETS) {
    key[name] = bucket;
    link('Chips and hosts', name, of(bucket));
  }
  link(source, 'Network', figures.joules_network ?? 0);
  link(source, 'Cooling', figures.energy_cooling_joules ?? 0);
  link(source, 'Conversion losses', figures.energy_conversion_loss_joules ?? 0);
  link(source, 'Battery losses', figures.energy_battery_loss_joules ?? 0);
  link(source, 'Left in the battery', from.length > 1 ? (figures.battery_stored_joules ?? 0) : 0);
  const names = new Set(links.flatMap(({ source, target }) => [source, target]));
  return { links, nodes: [...names], key };
}

function option({ palette, narrow }, { links, nodes, key }, total) {
  const structure = {
    [GRID]: palette.text,
    [SITE]: palette.muted,
    Solar: palette.series[1],
    Gas: palette.series[5],
    'Chips and hosts': palette.muted,
    Cooling: palette.series[2],
    'Conversion losses': palette.series[5],
    'Battery losses': palette.series[6],
    Network: palette.series[3],
  };
  const colour = (name) => palette.bucket[key[name]] ?? structure[name] ?? palette.muted;
  const root = nodes.includes(SITE) ? SITE : GRID;
  const size = Object.fromEntries(
    nodes.map((name) => [name, name === root ? total : Math.max(sum(links, 'source', name), sum(links, 'target', name))]),
  );
  const text = (name) => `${energyText(size[name])}${narrow ? '' : `, ${percent(size[name] / total)}`}`;
  const isSmall = (name) => size[name] < 0.1 * total; // no room for two lines
  const inside = ({ name }) => `${name}${isSmall(name) ? '   ' : '\n'}${text(name)}`;
  const twoLines = ({ name }) => `${name}\n${text(name)}`;
  return {
    tooltip: {
      ...tooltipBox(palette),
      trigger: 'item',
      formatter: ({ dataType, data, name }) => {
        const value = dataType === 'edge' ? data.value : size[name];
        const title = dataType === 'edge' ? `${data.source} → ${data.target}` : name;
        return tooltipNode(title, [
          [colour(dataType === 'edge' ? data.target : name), 'Energy', energyText(value)],
          [palette.muted, 'Share of all', percent(value / total, 2)],
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
          ...(isInside(links, name) && { label: { position: 'insideTopLeft', offset: [20, isSmall(name) ? -3 : 0], formatter: inside } }),
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
          formatter: narrow ? twoLines : ({ name }) => `${name}   ${text(name)}`,
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
  if (figures.pue > 0) parts.push(`PUE ${significant(figures.pue)}`);
  return parts.length ? element('p', { class: 'muted small' }, `${parts.join('; ')}.`) : null;
}
