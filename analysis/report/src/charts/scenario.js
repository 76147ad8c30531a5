// What it takes to run this again: version, seed, hashes, command, and the whole scenario.
import { element, oneLine } from '../dom.js';
import { count, duration, withPrefix } from '../format.js';

export function reproduce(data) {
  const facts = [
    ['Program', `${data.program} ${data.version}`.trim()],
    ['Scenario', oneLine(data.scenario, 120)],
    ['Scenario hash', data.scenario_hash],
    ['Seed', String(data.seed)],
    ['Fingerprint of the results', data.fingerprint],
    ['Simulated time', duration(data.horizon)],
    ['Wall time', data.unhashed.wall_seconds && duration(data.unhashed.wall_seconds)],
    ['Peak memory', data.unhashed.peak_rss_bytes && withPrefix(data.unhashed.peak_rss_bytes, 'B')],
    ['Events', data.unhashed.events && count(data.unhashed.events)],
  ].filter(([, value]) => value);
  const list = element(
    'dl',
    { class: 'facts-list' },
    facts.map(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  );
  const text = data.resolved_scenario;
  return {
    nodes: [
      list,
      element(
        'p',
        {},
        'Run it again: save the resolved scenario below as ',
        element('code', {}, 'resolved.yaml'),
        ' (the run directory has it) and call ',
        element('code', {}, 'gigapod run resolved.yaml'),
        '. The same version gives the same fingerprint.',
      ),
      text &&
        element(
          'details',
          { class: 'source' },
          element('summary', {}, 'Resolved scenario, every default explicit'),
          element('pre', { tabindex: '0' }, text),
        ),
    ],
  };
}
