/** Agreement: whether what was observed is what theory knows. */
import type { ExperimentResult } from '../../sim/index.js';
import { listed, name, type Phrase, says } from '../document/phrase.js';

export function agreement({ strategies }: ExperimentResult): readonly Phrase[] {
  const all = strategies.flatMap(({ theory }) => theory);
  if (all.length === 0) return [];
  const wrong = all.filter(({ agrees }) => !agrees);
  if (all.length === 1) {
    const verb = wrong.length === 0 ? 'agrees' : 'does not agree';
    return [says`the one value that theory knows ${verb}`];
  }
  if (wrong.length === 0) return [says`all ${all.length} values that theory knows agree`];
  const which = listed(wrong.map(({ measure }) => [name(measure)]));
  return [says`${wrong.length} of ${all.length} values that theory knows do not agree: ${which}`];
}
