/** Workloads as scenario files: what a user would write, everything observed that is observed by default. */

const WHOLE = 'warmup: 0s, replications: 1';

/** M/M/c: customers, mean gap between them and servers. */
const station = (customers, rate, servers) => `
run: { duration: ${Math.ceil((customers / rate) * 1.05)}s, ${WHOLE} }
clients: { users: { calls: desk.serve, load: ${rate}/s, requests: ${customers} } }
services: { desk: { threads: ${servers}, operations: { serve: [{ work: { exponential: 1s } }] } } }
`;

const tier = (next) =>
  `{ threads: unlimited, cores: 8, operations: { get: [{ work: { exponential: 5ms } }${next}] } }`;

/** gateway -> a -> b, with timeouts and retries around every call; `first` are steps before the gateway calls. */
export const chain = (requests, timeout = '1s', first = '') => `
run: { duration: ${Math.ceil((requests / 1120) * 1.05) + 1}s, ${WHOLE} }
clients: { users: { calls: gateway.get, load: 1120/s, requests: ${requests} } }
services:
  gateway: ${tier(`${first}, { call: a.get }`)}
  a: ${tier(', { call: b.get }')}
  b: ${tier('')}
network: { default: { latency: { lognormal: { median: 0.5ms, p99: 1.59994ms } } } }
policies:
  default:
    - retry: { attempts: 3, backoff: { exponential: 50ms, jitter: full }, on: [timeout] }
    - timeout: ${timeout}
`;

/** Messages through a log of twelve partitions to a group of four, ten thousand a second; old ones are deleted. */
const messages = (count) => `
run: { duration: ${Math.ceil(count / 10_000) + 10}s, ${WHOLE} }
clients: { users: { calls: shop.order, load: 10000/s, requests: ${count}, keys: { uniform: 100000 } } }
services:
  shop: { threads: unlimited, operations: { order: [publish: orders] } }
  worker: { instances: 4, operations: { handle: [{ work: 0.3ms }] } }
brokers:
  orders:
    kind: kafka
    partitions: 12
    retention: 10s
    retention-check: 1s
    subscribers: { worker.handle: { initial-delay: 0s } }
`;

export const SCENARIOS = {
  W1: { text: (n) => station(n, 0.8, 1), requests: 1_000_000, events: 2 },
  W2: { text: (n) => station(n, 14.4, 16), requests: 1_000_000, events: 2 },
  W5: {
    text: (n) =>
      chain(n, process.env.W5_TIMEOUT === undefined ? '1s' : `${process.env.W5_TIMEOUT}s`),
    requests: Number(process.env.W5_N ?? 200_000),
    events: 10,
  },
  M1: { text: messages, requests: Number(process.env.M1_N ?? 1_000_000), messages: 1, events: 4 },
};

/** A random layered call graph, every operation calling two of the next layer; from a seed. */
export function layered({ services, instances, requests, rate, layers = 4 }) {
  let state = 12345;
  const below = (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const perLayer = Math.ceil(services / layers);
  const name = (layer, index) => `s${layer}-${index}`;
  const lines = [];
  for (let layer = 0; layer < layers; layer++) {
    const last = layer === layers - 1;
    for (let index = 0; index < perLayer; index++) {
      const called = last ? [] : [below(perLayer), below(perLayer)];
      const steps = ['{ work: { exponential: 2ms } }'].concat(
        called.map((other) => `{ call: ${name(layer + 1, other)}.get }`),
      );
      lines.push(
        `  ${name(layer, index)}: { instances: ${instances}, threads: unlimited, cores: 64, operations: { get: [${steps.join(', ')}] } }`,
      );
    }
  }
  const clients = Array.from(
    { length: perLayer },
    (_, index) =>
      `  c${index}: { calls: ${name(0, index)}.get, load: ${rate / perLayer}/s, requests: ${Math.ceil(requests / perLayer)} }`,
  );
  return `
run: { duration: ${Math.ceil((requests / rate) * 1.1) + 1}s, ${WHOLE} }
clients:
${clients.join('\n')}
services:
${lines.join('\n')}
network: { default: { latency: { lognormal: { median: 0.5ms, p99: 1.6ms } } } }
`;
}
