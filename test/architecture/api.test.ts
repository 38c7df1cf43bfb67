/** The public API, frozen: a change of a name or a type shows in the committed files. */
import { expect, it } from 'vitest';
import { declarationsOf } from './declarations.js';

it.each([
  ['faultline', 'dist/sim/index.d.ts', 'api/faultline.txt'],
  ['faultline/reports', 'dist/reports/index.d.ts', 'api/reports.txt'],
])('what %s exports', async (name, door, frozen) => {
  const { exported, declarations } = declarationsOf(door);
  const text = `${name}: ${exported.join(', ')}\n\n${declarations.join('\n\n')}\n`;
  // After a change that is meant: npx vitest run test/architecture/api.test.ts -u
  await expect(text).toMatchFileSnapshot(frozen);
});
