/** A result with everything in it that a report tells: faults, breakers, messages, effects, objectives, theory. */
import { compare, type ExperimentResult } from '../../sim/index.js';

const SHOP = `
name: A shop
question: Who keeps the shop open?
run: { duration: 60s, warmup: 5s, replications: 3 }
clients:
  users: { calls: shop.buy, load: 40/s, patience: 1s, useful-within: 800ms }
services:
  shop: { threads: 20, operations: { buy: [work: 2ms, call: bank.pay, publish: orders] } }
  bank: { threads: 4, operations: { pay: [work: { exponential: 20ms }, effect: charge] } }
  mail: { operations: { send: [work: 1ms] } }
brokers: { orders: { kind: queue, subscribers: { mail.send: {} } } }
faults: [{ slow: bank, factor: 20, at: 20s, for: 15s }]
strategies:
  plain: {}
  guarded:
    policies: { shop -> bank: [retry: 3, circuit-breaker: { trip: { consecutive: 5 } }, timeout: 200ms] }
objectives: [users.p99 < 500ms, users.success >= 99%, effects.charge.duplicated = 0, recovery <= 5s]
theory: [{ measure: users.success, expected: 100%, within: 1%, source: nothing fails }]
`;

let once: ExperimentResult | undefined;

/** The same result every time, simulated once per file. */
export function shop(): ExperimentResult {
  once ??= compare(SHOP);
  return once;
}

/** The result of a scenario whose author had other names in mind. */
export function renamed(
  result: ExperimentResult,
  names: Readonly<Record<string, string>>,
): ExperimentResult {
  const words = Object.keys(names).join('|');
  const text = JSON.stringify(result, (_, value) =>
    value === Number.POSITIVE_INFINITY ? 'Infinity' : value,
  ).replace(new RegExp(`\\b(${words})\\b`, 'g'), (_, word: string) =>
    JSON.stringify(names[word]).slice(1, -1),
  );
  return JSON.parse(text, (_, value) => (value === 'Infinity' ? Number.POSITIVE_INFINITY : value));
}
