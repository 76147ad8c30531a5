// Reads the data of the page and builds it: a run's report, a scaling study, a study of variants, a serving frontier,
// a comparison, a plan, or costs of training or serving.
import { TimeZoom } from './chart.js';
import { element } from './dom.js';
import { Page, cards, topBar } from './page.js';
import { assumptions } from './charts/assumptions.js';
import { buckets } from './charts/buckets.js';
import {
  comparisonBuckets,
  comparisonOverlays,
  comparisonOverview,
  comparisonScenario,
  comparisonTable,
} from './charts/comparison.js';
import { comparisonBars } from './charts/comparison_bars.js';
import { energy } from './charts/energy.js';
import { failures } from './charts/failures.js';
import {
  frontierFound,
  frontierOverview,
  frontierPrice,
  frontierTable,
  frontierThroughput,
} from './charts/frontier.js';
import { network } from './charts/network.js';
import { overview } from './charts/overview.js';
import { costOfEnergy, costOfHours, costOfTokens, costOverview, costTable } from './charts/cost.js';
import { cubes } from './charts/cubes.js';
import { planBest, planFront, planGains, planOverview, planTable } from './charts/plan.js';
import { pods } from './charts/pods.js';
import { hallPower, sitePower } from './charts/power.js';
import { queue } from './charts/queue.js';
import { jobScaling, scalingOverview, scalingSteps, scalingTable } from './charts/scaling.js';
import { scalingGoodput, scalingMfu, scalingPower, scalingTokens } from './charts/scaling_curves.js';
import { reclaimed } from './charts/reclaimed.js';
import { regions } from './charts/regions.js';
import { reproduce } from './charts/scenario.js';
import { requests, serviceTenants } from './charts/service.js';
import { serving } from './charts/serving.js';
import {
  servingCostOfEnergy,
  servingCostOfOwned,
  servingCostOfRented,
  servingCostOfTokens,
  servingCostOverview,
  servingCostSetups,
} from './charts/serving_cost.js';
import { published, stepCauses } from './charts/steps.js';
import { sampleScatter, sensitivityBars, sensitivityTable } from './charts/sensitivity.js';
import { studyCharts, studyFailures, studyOverview, studyTable } from './charts/study.js';
import { powerSwings } from './charts/swings.js';
import { supply } from './charts/supply.js';
import { tenants } from './charts/tenants.js';
import { timeline } from './charts/timeline.js';
import { scalingSensitivities } from './charts/tornado.js';
import { waterfall } from './charts/waterfall.js';
import { events, workloads } from './charts/workloads.js';

/** Groups of cards: [id, name, [[id, title, section function], …]]. */
const RUN = [
  [
    'chips',
    'Chips',
    [
      ['waterfall-card', 'From installed to useful', waterfall],
      ['buckets-card', 'What the chips did', buckets],
      ['pods-card', 'How busy the pods were', pods],
      ['cubes-card', 'What the cubes of a pod did', cubes],
    ],
  ],
  [
    'power',
    'Power',
    [
      ['site-power-card', 'Site power against the envelope', sitePower],
      ['supply-card', 'Where power came from', supply],
      ['hall-power-card', 'Power by hall and node', hallPower],
      ['swing-card', 'Swings of synchronous jobs', powerSwings],
      ['energy-card', 'Where the energy went', energy],
    ],
  ],
  [
    'jobs',
    'Jobs',
    [
      ['timeline-card', 'Timeline', timeline],
      ['workloads-card', 'Jobs and fleets', workloads],
      ['steps-card', 'Where a step goes', stepCauses],
      ['published-card', 'Simulated against published', published],
      ['scaling-card', 'How far the largest job scales', jobScaling],
      ['queue-card', 'Queue', queue],
      ['tenants-card', 'Tenants and their waits', tenants],
    ],
  ],
  [
    'serving',
    'Serving',
    [
      ['requests-card', 'Requests, latency and cost', requests],
      ['serving-card', 'Demand, capacity and latency', serving],
      ['regions-card', 'Demand by region', regions],
      ['reclaimed-card', 'Chips between serving and jobs', reclaimed],
      ['service-tenants-card', 'Tenants of the services', serviceTenants],
    ],
  ],
  ['network', 'Network', [['network-card', 'DCN links', network]]],
  ['failures-group', 'Failures', [['failures-card', 'Failures and interruptions', failures]]],
  [
    'reproduce-group',
    'Reproduce',
    [
      ['assumptions-card', 'Assumptions', assumptions],
      ['events-card', 'Events', events],
      ['reproduce-card', 'Scenario and version', reproduce],
    ],
  ],
];

const SCALING = [
  [
    'curves',
    'Curves',
    [
      ['tokens-card', 'Throughput', scalingTokens],
      ['mfu-card', 'Model FLOPs utilization', scalingMfu],
      ['goodput-card', 'Goodput', scalingGoodput],
      ['power-card', 'Power', scalingPower],
    ],
  ],
  ['sensitivity-group', 'Sensitivities', [['sensitivity-card', 'What moves the ends', scalingSensitivities]]],
  ['steps-group', 'Losses', [['steps-card', 'Where the chip-seconds go', scalingSteps]]],
  ['table-group', 'Table', [['table-card', 'Every size', scalingTable]]],
];

const CASES = [
  'table-group',
  'Table',
  [
    ['table-card', 'Every case', studyTable],
    ['failures-card', 'Without a result', studyFailures],
  ],
];
const LISTED = [['measures', 'Measures', [['study-card', 'Variants compared', studyCharts]]], CASES];
const SAMPLED = [
  [
    'sensitivity',
    'Sensitivity',
    [
      ['sensitivity-card', 'What matters most', sensitivityBars],
      ['sensitivity-table-card', 'Every index', sensitivityTable],
    ],
  ],
  ['samples', 'Samples', [['samples-card', 'Measures against axes', sampleScatter]]],
  CASES,
];

const FRONTIER = [
  [
    'curves',
    'Frontier',
    [
      ['throughput-card', 'Latency against throughput', frontierThroughput],
      ['price-card', 'Latency against price', frontierPrice],
    ],
  ],
  ['found-group', 'Setups', [['found-card', 'What holds the targets', frontierFound]]],
  ['table-group', 'Table', [['table-card', 'Every point', frontierTable]]],
];

const COMPARISON = [
  ['differences', 'Differences', [['differences-card', 'Headline figures', comparisonBars]]],
  ['buckets-group', 'Buckets', [['buckets-card', 'Chip-seconds and energy', comparisonBuckets]]],
  ['time-group', 'Over time', [['overlays-card', 'Series over each other', comparisonOverlays]]],
  ['scenario-group', 'Scenario', [['scenario-card', 'Keys that differ', comparisonScenario]]],
  [
    'figures-group',
    'Figures',
    [
      ['headline-card', 'Headline figures', comparisonTable('Headline figures', ['headline', 'measures'], true)],
      ['jobs-card', 'Jobs', comparisonTable('Jobs', ['jobs'], true)],
      ['fleets-card', 'Fleets', comparisonTable('Fleets', ['fleets'], true)],
      ['other-card', 'Other figures', comparisonTable('Other figures', ['chip_seconds', 'energy', 'other'], false)],
    ],
  ],
];

const PLAN = [
  ['front', 'Front', [['front-card', 'What time costs', planFront]]],
  [
    'best',
    'Best layouts',
    [
      ['best-card', 'Where the time goes', planBest],
      ['gains-card', 'What binds', planGains],
    ],
  ],
  ['table-group', 'Table', [['table-card', 'Every run', planTable]]],
];

const COST = [
  [
    'dollars',
    'Dollars',
    [
      ['tokens-card', 'A million tokens', costOfTokens],
      ['hours-card', 'A chip-hour', costOfHours],
    ],
  ],
  ['joules', 'Energy', [['joules-card', 'A token', costOfEnergy]]],
  ['table-group', 'Table', [['table-card', 'Every kind of chip', costTable]]],
];

const SERVING_COST = [
  [
    'dollars',
    'Dollars',
    [
      ['tokens-card', 'A million output tokens', servingCostOfTokens],
      ['hours-card', 'A chip-hour', costOfHours],
    ],
  ],
  ['joules', 'Energy', [['joules-card', 'A token', servingCostOfEnergy]]],
  [
    'table-group',
    'Table',
    [
      ['setups-card', 'What serves', servingCostSetups],
      ['owned-card', 'Owned, dollars', servingCostOfOwned],
      ['rented-card', 'Rented, dollars', servingCostOfRented],
    ],
  ],
];

/** What a page of each kind holds. */
const KINDS = {
  run: { title: 'Gigapod report', groups: RUN, overview },
  scaling: { title: 'Gigapod scaling', groups: SCALING, overview: scalingOverview },
  study: { title: 'Gigapod study', groups: LISTED, overview: studyOverview },
  sample: { title: 'Gigapod sweep', groups: SAMPLED, overview: studyOverview },
  frontier: { title: 'Gigapod serving', groups: FRONTIER, overview: frontierOverview },
  comparison: { title: 'Gigapod comparison', groups: COMPARISON, overview: comparisonOverview },
  cost: { title: 'Gigapod cost', groups: COST, overview: costOverview },
  serving_cost: { title: 'Gigapod cost', groups: SERVING_COST, overview: servingCostOverview },
  plan: { title: 'Gigapod plan', groups: PLAN, overview: planOverview },
};

function build(data) {
  const kind = KINDS[data.kind];
  if (['run', 'comparison'].includes(data.kind)) data.zoom = new TimeZoom(data.horizon);
  const charts = [];
  const groups = kind.groups.map(([id, name, sections]) => {
    const nodes = cards(sections.map(([cardId, title, section]) => [cardId, title, section(data)]), charts);
    return element('section', { id, class: 'group', 'aria-label': name }, element('h2', {}, name), nodes);
  });
  const page = new Page(charts);
  const links = kind.groups.map(([id, name]) => [id, name]);
  document.title = `${data.texts?.scenario_name || data.scenario} – Gigapod`;
  document.body.append(
    element('a', { class: 'skip', href: '#main' }, 'Skip to the report'),
    topBar({ title: kind.title, links, page, zoom: data.zoom }),
    element('main', { id: 'main' }, kind.overview(data), groups),
    element(
      'footer',
      {},
      `Made by ${data.program} ${data.version}. One file, no network: charts by Apache ECharts (Apache-2.0), typeface Inter (OFL-1.1).`,
    ),
  );
  return page;
}

async function start() {
  const data = JSON.parse(document.getElementById('report-data').textContent);
  await Promise.all([
    document.fonts.load("400 12px 'Inter Variable'"),
    document.fonts.load("600 12px 'Inter Variable'"),
  ]);
  build(data).start();
}

start().catch((error) => {
  document.body.append(element('p', { class: 'missing' }, `This report can't be drawn: ${error.message}`));
  throw error;
});
