import { expect, test } from 'vitest';
import { describedCatalogues } from '../../sim/catalogues.js';
import { faultline } from './faultline.js';

test('list tells of every catalogue and every member', () => {
  const { code, stdout, stderr } = faultline(['list']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const { name, members } of describedCatalogues()) {
    expect(stdout).toMatch(new RegExp(`^${name}\\s`, 'm'));
    for (const { kind } of members) expect(stdout).toContain(kind);
  }
});

test('list of one member has its options and an example', () => {
  expect(faultline(['list', 'policies', 'timeout']).stdout).toMatchInlineSnapshot(`
    "timeout
      Stops waiting after a fixed time; the other side may go on working.
      Nygard, Release It!, 2nd ed., 5.1; aggressive as in opossum and resilience4j
      TimeLimiter

    options
      after           How long the caller waits.
                      a duration such as 250ms, 1.5s or 2m (units ns, us, ms, s, m,
                      h, d), at least 1ns; a bare value means this; required
      strategy        What happens then: the caller is answered at once, or the
                      callee is asked to end and the caller waits until it has, for
                      whatever answer it gives. The callee hears of it where the
                      \`cancellation\` of the edge propagates, and nowhere else.
                      one of aggressive, cooperative; default: aggressive (cockatiel
                      TimeoutStrategy; Polly 8 is cooperative (T1, T2))

    example
      policies:
        shop -> stock:
          - timeout:
              after: 20ms
              strategy: aggressive
    "
  `);
});

test('list --json is for other tools', () => {
  const { stdout } = faultline(['list', 'policies', 'retry', '--json']);
  const [retry] = JSON.parse(stdout) as [{ kind: string; options: { name: string }[] }];
  expect(retry.kind).toBe('retry');
  expect(retry.options.map(({ name }) => name)).toContain('attempts');
});
