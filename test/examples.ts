/** A whole scenario around the example of each catalogue member: a shop whose stock is another service. */
import { describedCatalogues } from '../sim/catalogues.js';

const SHOP = {
  clients: { shoppers: { calls: 'shop.buy', load: '10/s' } },
  services: {
    shop: {
      operations: {
        buy: [{ call: 'stock.reserve' }, { publish: 'orders' }],
        order: [{ publish: 'orders' }],
      },
    },
    stock: { instances: 1, operations: { reserve: [{ effect: 'order' }] } },
  },
  brokers: { orders: { kind: 'queue', subscribers: { 'stock.reserve': {} } } },
};

export interface Example {
  readonly catalogue: string;
  readonly kind: string;
  readonly scenario: unknown;
}

export function examples(): readonly Example[] {
  return describedCatalogues().flatMap(({ name, members }) =>
    members
      .filter(({ example }) => example !== undefined)
      .map(({ kind, example }) => ({
        catalogue: name,
        kind,
        scenario: merged(SHOP, placed(name, example as Written)),
      })),
  );
}

type Written = Readonly<Record<string, unknown>>;

/** The policy that a part of a policy is an example of. */
const POLICY_OF: Readonly<Record<string, string>> = {
  backoffs: 'retry',
  jitters: 'retry',
  budgets: 'retry',
  trips: 'circuit-breaker',
  probings: 'circuit-breaker',
  limiters: 'rate-limit',
  'hedge-delays': 'hedge',
  'concurrency-limits': 'adaptive-concurrency',
  admissions: 'admission',
};

/** What only goes into a policy gets one around it. */
function placed(catalogue: string, example: Written): Written {
  const inPolicies = (policy: Written) => ({ policies: { 'shop -> stock': [policy] } });
  const policy = POLICY_OF[catalogue];
  return policy === undefined ? example : inPolicies({ [policy]: example });
}

function merged(base: unknown, change: unknown): unknown {
  if (!isMap(base) || !isMap(change)) return change;
  const keys = new Set([...Object.keys(base), ...Object.keys(change)]);
  return Object.fromEntries(
    [...keys].map((key) => [key, key in change ? merged(base[key], change[key]) : base[key]]),
  );
}

function isMap(value: unknown): value is Written {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
