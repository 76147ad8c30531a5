// What a run takes for granted: numbers of its hardware, site and models that nobody has published.
import { oneLine, table } from '../dom.js';

export function assumptions({ assumptions: list }) {
  if (!list?.length) return { missing: 'The run recorded no assumptions of its catalog.' };
  const rows = list.map(({ part, key, assumption }) => [oneLine(part, 60), oneLine(key, 40), oneLine(assumption, 300)]);
  return {
    note: 'Numbers of the chips, pods, site and models of this run without a published source. What the models themselves assume stands in docs/assumptions.md of the program; warnings stand at the top.',
    nodes: [table('Assumptions', [{ title: 'Part' }, { title: 'Number' }, { title: 'Assumed', wide: true }], rows)],
  };
}
