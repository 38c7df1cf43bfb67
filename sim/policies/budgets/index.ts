/** The catalogue of budgets: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import type { About } from '../../catalogue/field.js';
import type { ShareText } from '../../catalogue/units.js';
import type { Budget, BudgetMember } from '../budget.js';
import { adaptive } from './adaptive.js';
import { bucket } from './bucket.js';
import { concurrent } from './concurrent.js';
import { cutOff } from './cut-off.js';
import { quota } from './quota.js';
import { throttle } from './throttle.js';
import { windowed } from './windowed.js';

export const budgets = new Catalogue('budget', 'budgets', [
  bucket,
  windowed,
  concurrent,
  throttle,
  quota,
  adaptive,
  cutOff,
]);

type Members = (typeof budgets)['members'][number];
/** A bucket's options without its name. */
export interface BareBucket {
  readonly ratio: ShareText | number;
  readonly capacity?: number;
}

/** A field for a budget; a bare share, or a ratio and a capacity, is a bucket. */
export function budgetField<const A extends About>(about: A) {
  return budgets.field<A, Members['kind'] | BareBucket | ShareText | number>(
    about,
    bucket.kind,
    true,
  );
}

/** The budget chosen; without one, everything can be paid. */
export function budgetOf(chosen: { kind: string; options: unknown } | undefined): Budget {
  if (chosen === undefined) return { pay: () => 1 };
  const { create } = budgets.find(chosen.kind) as unknown as BudgetMember;
  return create(chosen.options as never);
}
