import { list } from '../catalogue/groups.js';
import { choice } from '../catalogue/scalars.js';
import { draw } from '../kernel/random.js';
import type { Witness } from '../primitives/call.js';
import { FAULTS, type Fault, Outcome } from '../primitives/outcome.js';
import type { AdmissionRuleMember } from './admission-rule.js';
import { admissions } from './admissions/index.js';
import { definePolicy } from './policy.js';

export const admission = definePolicy({
  kind: 'admission',
  role: 'rations',
  summary:
    'Turns a share of the calls away before they are sent, when the callee does not take them on anyway.',
  source: 'Google SRE book, ch. 21; Envoy admission control; Finagle nack admission',
  options: {
    rule: admissions.field({ doc: 'Which share.', default: 'adaptive-throttling' }),
    refusals: list(choice(FAULTS, { doc: 'A fault.' }), {
      doc: 'Faults that mean that the callee did not take the call on; without, as the rule has it.',
      optional: true,
      min: 1,
    }),
  },
  shorthand: 'rule',
  create({ rule: chosen, refusals }, { exchange, place, salt }) {
    const { simulation } = exchange;
    const member = admissions.get(chosen.kind) as unknown as AdmissionRuleMember;
    const rule = member.create(chosen.options as never);
    const faults = refusals === undefined ? null : new Set<Fault | null>(refusals);
    const shed = Outcome.failure('shed', place);
    const key = salt('admission');
    const witness: Witness = {
      over(_, outcome) {
        if (outcome === null) return false;
        const accepted = faults === null ? member.accepts(outcome) : !faults.has(outcome.fault);
        rule.answered(accepted, simulation.now);
        return false;
      },
    };
    return {
      enter(call) {
        const { now } = simulation;
        const rejection = rule.rejection(now);
        if (rejection === 0 || draw(call, key) >= rejection) call.pass(witness);
        else {
          rule.turnedAway?.(now);
          call.settle(shed);
        }
      },
    };
  },
});
