/** The shop of somebody who calls things what no one should. */
import type { ExperimentResult } from '../../sim/index.js';
import { renamed, shop } from './shop.js';

const LONG = 'a-service-whose-name-goes-on-'.repeat(8);

/** What each thing of the shop is called instead. */
export const HOSTILE = {
  shop: '<script>alert(1)</script>',
  // No sign that an objective compares with.
  users: `' onfocus "alert(2)" &amp; [x][y]`,
  bank: "it's | `quoted` & **bold** [x](javascript:alert(3))",
  mail: '\u202eمرحبا \u0007\u001b[31m',
  charge: '@cmd|"/c calc"!A1',
  plain: '</script><!-- {{alert(4)}}',
  guarded: LONG,
} as const;

export function hostile(): ExperimentResult {
  return renamed(shop(), HOSTILE);
}
