import { expect, test } from 'vitest';
import { faultline } from './faultline.js';

const KNOWN = 'scenarios/validation/a86-dd1-overload.yaml';

const WRONG = `
run: { duration: 10s, replications: 3 }
clients: { users: { calls: shop.buy, load: { constant: 100/s } } }
services: { shop: { threads: 4, operations: { buy: [{ work: 1ms }] } } }
theory:
  - { measure: users.mean, expected: 1ms, source: by hand }
  - { measure: users.p50, expected: 2ms, source: a mistake }
`;

test('validate shows theory and observation side by side', () => {
  const { code, stdout } = faultline(['validate', KNOWN]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^✓ a86-dd1-overload\.yaml {2}\S/m);
  expect(stdout).toMatch(/^ {2}measure +theory +allowed +observed +95 %$/m);
  expect(stdout).toMatch(/\n\n\d+ passed, 0 failed in 1 scenario\n$/);
});

test('validate ends with 1 when theory and observation disagree', () => {
  const { code, stdout } = faultline(['validate', '-'], { input: WRONG });
  expect(code).toBe(1);
  expect(stdout).toMatchInlineSnapshot(`
    "✗ standard input  Untitled scenario
      measure     theory  allowed  observed  95 %
      users.mean    1 ms  ±0.010       1 ms  –     ✓
        by hand
      users.p50     2 ms  ±0.020       1 ms  –     ✗
        a mistake

    1 passed, 1 failed in 1 scenario
    "
  `);
});

test('validate --json is for other tools', () => {
  const { code, stdout } = faultline(['validate', KNOWN, '--json']);
  const { passed, failed, files } = JSON.parse(stdout) as {
    passed: number;
    failed: number;
    files: { file: string; theory: { agrees: boolean }[] }[];
  };
  expect(code).toBe(0);
  expect({ passed, failed }).toEqual({ passed: files[0]?.theory.length, failed: 0 });
  expect(files[0]?.file).toBe('a86-dd1-overload.yaml');
});
