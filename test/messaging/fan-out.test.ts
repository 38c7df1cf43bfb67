import { expect, test } from 'vitest';
import { runOnce } from '../../sim/experiment/run.js';
import { compile, fromObject, type Variant } from '../../sim/scenario/compile.js';

const WORKER = {
  threads: 'unlimited',
  operations: { handle: [{ work: { exponential: '10ms' } }] },
} as const;

test('two subscribers have nothing in common but the message', () => {
  const { variants } = compile(
    fromObject({
      run: { duration: '20s', replications: 1 },
      clients: { users: { calls: 'front.submit', load: '50/s' } },
      services: {
        front: { threads: 'unlimited', operations: { submit: [{ publish: 'events' }] } },
        mail: WORKER,
        audit: WORKER,
      },
      brokers: {
        events: { kind: 'queue', subscribers: { 'mail.handle': {}, 'audit.handle': {} } },
      },
    }),
    [''],
  );
  const { services } = runOnce(variants[0] as Variant, { replication: 0 });
  const [mail = 0, audit = 0] = ['mail', 'audit'].map((name) => services[name]?.sojourn.mean);
  expect(mail).toBeGreaterThan(8e6);
  expect(audit).toBeGreaterThan(8e6);
  expect(mail).not.toBe(audit);
});
