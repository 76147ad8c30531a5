// Requests by fleet, by class of tenants and by tenant.
import { oneLine, table } from '../dom.js';
import { bigNumber, count, duration, percent, significant } from '../format.js';

export const NO_FLEET = 'The scenario serves no fleet.';

const part = (value, all) => (value > 0 && all > 0 ? percent(value / all) : '–');
const numeric = (title) => ({ title, numeric: true });

/** The part of the requests of some fleets that was served. */
export function servedPart(fleets) {
  const sum = (key) => fleets.reduce((all, fleet) => all + fleet[key], 0);
  return sum('arrived') > 0 ? sum('served') / sum('arrived') : NaN;
}

export function requests(data) {
  if (data.serving.length === 0) return { missing: NO_FLEET };
  const counts = [
    'Requests',
    'Served',
    'Rate limited (429)',
    'Rejected',
    'Queued at the end',
    'Within targets',
    'Tokens/s per chip',
    '$ of chips per Mtoken',
    'kWh per Mtoken',
  ];
  const rows = data.serving.map((fleet) => [
    oneLine(fleet.fleet, 40),
    bigNumber(fleet.arrived),
    percent(servedPart([fleet]), 2),
    part(fleet.rate_limited, fleet.arrived),
    part(fleet.rejected, fleet.arrived),
    bigNumber(fleet.queued),
    percent(fleet.attainment, 2),
    significant(fleet.tokens_per_second_per_chip),
    fleet.dollars_per_million_tokens > 0 ? significant(fleet.dollars_per_million_tokens) : '–',
    significant(fleet.joules_per_million_tokens / 3.6e6),
  ]);
  const latencies = ['Time to first token', 'Time per output token', 'End to end'].flatMap((name) => [
    numeric(`${name} p50`),
    numeric('p95'),
    numeric('p99'),
  ]);
  const times = data.serving.map((fleet) => [
    oneLine(fleet.fleet, 40),
    ...[...fleet.ttft, ...fleet.tpot, ...fleet.end_to_end].map(duration),
  ]);
  return {
    note: 'Every request is served, rate limited, rejected or queued. Within targets: of those served or rejected. Latency is over all served requests of the run.',
    nodes: [
      table('Requests by fleet', [{ title: 'Fleet' }, ...counts.map(numeric)], rows),
      table('Latency by fleet', [{ title: 'Fleet' }, ...latencies], times),
    ],
  };
}

export function serviceTenants(data) {
  if (data.serving.length === 0) return { missing: NO_FLEET };
  if (data.service_classes.length === 0) return { missing: 'No fleet has tenants of its own.' };
  const results = (row) => [
    bigNumber(row.arrived),
    percent(servedPart([row]), 2),
    part(row.rate_limited, row.arrived),
    part(row.rejected, row.arrived),
    row.reserved > 0 ? percent(row.reserved_used / row.reserved) : '–',
  ];
  const titles = ['Requests', 'Served', 'Rate limited (429)', 'Rejected', 'Of reserved capacity used'].map(numeric);
  const classes = table(
    'Requests by class of tenants',
    [{ title: 'Fleet' }, { title: 'Class' }, { title: 'Agreement' }, numeric('Tenants'), ...titles],
    data.service_classes.map((row) => [
      oneLine(row.fleet, 40),
      oneLine(row.class, 40),
      row.agreement.replace('_', ' '),
      count(row.tenants),
      ...results(row),
    ]),
  );
  const largest = table(
    'Tenants with the most requests',
    [{ title: 'Tenant' }, { title: 'Class' }, { title: 'Sector' }, { title: 'Country' }, ...titles],
    data.service_tenants.map((row) => [
      oneLine(row.tenant, 40),
      oneLine(row.class, 40),
      oneLine(row.sector, 30),
      oneLine(row.country, 30),
      ...results(row),
    ]),
  );
  const left = data.service_tenants_total - data.service_tenants.length;
  const others = left > 0 ? ` ${count(left)} smaller ones are in service_tenants.csv.` : '';
  return {
    note: `Classes, and the ${count(data.service_tenants.length)} tenants with the most requests.${others}`,
    nodes: [classes, largest],
  };
}
