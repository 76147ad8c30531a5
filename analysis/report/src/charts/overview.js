// The planner's first screen: what the site is, what binds it, and the key figures.
import { element, oneLine } from '../dom.js';
import { bigNumber, count, duration, energy, percent, significant, watts } from '../format.js';
import { hasOwnSources } from './power.js';
import { servedPart } from './service.js';

export function overview(data) {
  const sentence = data.texts.binding_constraint;
  const figures = tiles(data);
  return element(
    'section',
    { id: 'overview', class: 'overview', 'aria-label': 'Overview' },
    element('h1', {}, oneLine(data.texts.scenario_name || data.scenario || 'Run', 120)),
    element('p', { class: 'lead' }, lead(data)),
    sentence &&
      element(
        'div',
        { class: 'constraint' },
        element('div', { class: 'constraint-label' }, 'Binding constraint'),
        element('p', {}, capitalised(oneLine(sentence, 600))),
      ),
    figures.length ? element('div', { class: 'figures' }, figures.map(tile)) : null,
    warnings(data),
  );
}

const capitalised = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function lead(data) {
  const parts = [
    data.texts.site_name && `Site ${oneLine(data.texts.site_name, 60)}`,
    `${duration(data.horizon)} simulated`,
    `seed ${data.seed}`,
  ];
  const description = oneLine(data.texts.scenario_description ?? '', 400);
  return [
    description && element('span', {}, description),
    element('span', { class: 'muted' }, parts.filter(Boolean).join(' · ')),
  ];
}

/** [title, value, what it means] for each figure that the run has. */
function tiles({ figures: f, horizon, serving }) {
  const has = (name) => Number.isFinite(f[name]);
  const list = [];
  const add = (name, title, value, note) => has(name) && list.push([title, value(f[name]), note]);
  add('installed_chips', 'Chips installed', count, installedNote(f));
  add('mean_power_watts', 'Mean site power', watts, powerNote(f));
  add('utilization', 'Utilization', percent, 'chip time in work of any kind, of all installed');
  add('goodput', 'Goodput', percent, 'useful chip time, of all that was not idle');
  add('training_mfu', 'Training MFU', percent, 'model FLOPs of kept steps over peak, restarts included');
  if (f.tokens_trained > 0) {
    add(
      'tokens_trained',
      'Tokens trained',
      bigNumber,
      `${bigNumber(f.tokens_trained / horizon)} per second on average`,
    );
  }
  if (f.tokens_served > 0) add('tokens_served', 'Tokens served', bigNumber, servedNote(f, serving));
  add('energy_joules', 'Energy', energy, energyNote(f));
  add(
    'interruptions',
    'Job interruptions',
    count,
    has('failures') ? `from ${count(f.failures)} component failures` : '',
  );
  add(
    'jobs_submitted',
    'Jobs finished',
    () => `${count(f.jobs_finished ?? 0)} of ${count(f.jobs_submitted)}`,
    'the others run or wait at the end',
  );
  return list;
}

function installedNote(f) {
  const parts = [];
  if (f.requested_chips > f.installed_chips) parts.push(`of ${count(f.requested_chips)} asked for`);
  if (f.pods) parts.push(`${count(f.pods)} pods`);
  if (f.blocks) parts.push(`${count(f.blocks)} blocks`);
  return parts.join(' · ');
}

function powerNote(f) {
  const parts = [];
  if (f.peak_power_watts) parts.push(`peak ${watts(f.peak_power_watts)}`);
  if (f.grid_power_rating_watts) parts.push(hasOwnSources(f) ? `grid connection ${watts(f.grid_power_rating_watts)}` : `of ${watts(f.grid_power_rating_watts)} at the meter`);
  if (f.pue) parts.push(`PUE ${significant(f.pue)}`);
  return parts.join(' · ');
}

function servedNote(f, serving) {
  const parts = [];
  if (f.output_tokens_served > 0) parts.push(`${bigNumber(f.output_tokens_served)} of them generated`);
  const served = servedPart(serving);
  if (Number.isFinite(served)) parts.push(`${percent(served, 2)} of requests`);
  return parts.join(' · ');
}

const energyNote = (f) =>
  f.energy_cost_dollars > 0 ? `$${bigNumber(f.energy_cost_dollars)} at the meter` : 'at the meter';

function tile([title, value, note]) {
  return element(
    'div',
    { class: 'figure' },
    element('div', { class: 'figure-title' }, title),
    element('div', { class: 'figure-value' }, value),
    note && element('div', { class: 'figure-note' }, note),
  );
}

function warnings({ warnings: list }) {
  if (!list?.length) return null;
  const items = list.map((text) => element('li', {}, oneLine(text, 400)));
  return element(
    'details',
    { class: 'warnings', open: list.length <= 4 },
    element('summary', {}, list.length === 1 ? '1 warning' : `${list.length} warnings`),
    element('ul', {}, items),
  );
}
