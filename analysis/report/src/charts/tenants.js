// Who waited how long, by tenant and kind of job, why jobs waited, and what moves of running jobs cost.
import { element, oneLine, table } from '../dom.js';
import { bigNumber, count, duration, percent } from '../format.js';

const HOUR = 3600;
const REASON = 'wait_chip_seconds_';
/** What the engine's words for reasons to wait mean; policies have words of their own. */
const REASONS = {
  blocks: 'too few or too scattered blocks',
  power: 'power envelope',
  quota: 'quota of the tenant',
  turn: 'behind jobs that go first',
  migration: 'running jobs move to make room',
  reserved: 'reserved for a later time',
  power_planned: 'power promised to others',
  late: 'deadline out of reach',
  shifted: 'shifted to a better hour',
};

export function tenants(data) {
  if (data.tenants.length === 0) return { missing: 'The run has no jobs.' };
  const { migrations, migration_chip_seconds: cost, mean_wait_seconds: wait } = data.figures;
  const queued = wait > 0 ? ` With the time back in the queue after a start, a job waited ${duration(wait)} on average.` : '';
  const moves =
    migrations > 0
      ? ` ${count(migrations)} moves of running jobs made room for others and cost ${bigNumber(cost / HOUR)} chip-hours.`
      : '';
  return {
    note: `Jobs submitted within the run; waits until the first start, of those that started.${queued}${moves}`,
    nodes: [element('div', { class: 'pair' }, tenantTable(data.tenants), reasonTable(data.figures))],
  };
}

function tenantTable(rows) {
  const hasCarbon = rows.some((row) => row.carbon_kg > 0);
  const columns = [
    { title: 'Tenant' },
    { title: 'Kind' },
    { title: 'Jobs', numeric: true },
    { title: 'Finished', numeric: true },
    { title: 'Never started', numeric: true },
    { title: 'Mean first wait', numeric: true },
    { title: '95% started within', numeric: true },
    { title: 'Share of the site', numeric: true },
    { title: 'Energy cost', numeric: true },
    ...(hasCarbon ? [{ title: 't CO₂e', numeric: true }] : []),
  ];
  return table(
    'Jobs by tenant and kind',
    columns,
    rows.map((row) => [
      oneLine(row.tenant, 40),
      oneLine(row.kind, 30),
      count(row.jobs),
      count(row.finished),
      count(row.waiting),
      row.jobs > row.waiting ? duration(row.mean_first_wait_seconds) : '–',
      row.jobs > row.waiting ? duration(row.p95_first_wait_seconds) : '–',
      percent(row.share),
      row.energy_dollars > 0 ? `$${bigNumber(row.energy_dollars)}` : '–',
      ...(hasCarbon ? [row.carbon_kg > 0 ? bigNumber(row.carbon_kg / 1000) : '–'] : []),
    ]),
  );
}

function reasonTable(figures) {
  const waits = Object.entries(figures)
    .filter(([name, value]) => name.startsWith(REASON) && value > 0)
    .map(([name, value]) => [name.slice(REASON.length), value])
    .sort((a, b) => b[1] - a[1]);
  if (waits.length === 0) return null;
  const total = waits.reduce((sum, [, value]) => sum + value, 0);
  const columns = [
    { title: 'Waited for' },
    { title: 'Chip-hours asked for', numeric: true },
    { title: 'Share', numeric: true },
  ];
  const rows = waits.map(([reason, value]) => [
    REASONS[reason] ?? oneLine(reason, 40),
    bigNumber(value / HOUR),
    percent(value / total),
  ]);
  return table('Waits by reason', columns, rows);
}
