/** The shape of a scenario file: every key, its meaning, its default. The JSON Schema is made from it. */
import * as v from 'valibot';
import type { About, Field, Options, Written } from '../catalogue/field.js';
import { flatField, kindField } from '../catalogue/flat.js';
import { fields, list, named } from '../catalogue/groups.js';
import { listWithPresets } from '../catalogue/presets.js';
import {
  bandwidth,
  choice,
  duration,
  integer,
  limit,
  number,
  share,
  size,
  text,
} from '../catalogue/scalars.js';
import { type Node, type Path, wrap } from '../catalogue/tree.js';
import type { RateText } from '../catalogue/units.js';
import { LIFETIME } from '../faults/fault.js';
import { faults } from '../faults/kinds/index.js';
import { brokers } from '../messaging/brokers/index.js';
import { balancers } from '../network/balancers/index.js';
import { HEALTH } from '../network/health.js';
import { OUTLIERS } from '../network/outliers.js';
import { policies } from '../policies/index.js';
import type { WrittenPolicy } from '../policies/preset.js';
import { presets } from '../policies/presets/index.js';
import { disciplines } from '../primitives/disciplines/index.js';
import { distribution } from '../primitives/distributions/index.js';
import { schedulers } from '../primitives/schedulers/index.js';
import { stepList } from '../services/steps/index.js';
import { keyChoices } from '../traffic/keys/index.js';
import { loads } from '../traffic/loads/index.js';

const run = {
  duration: duration({ doc: 'Simulated time in which clients send.', default: '5m', min: '1us' }),
  warmup: duration({
    doc: 'Requests sent before this are simulated but not counted; without, a tenth of the duration.',
    optional: true,
  }),
  drain: duration({
    doc: 'After the last request has been sent, time for those under way to come to an end.',
    default: '1m',
  }),
  replications: integer({
    doc: 'Independent runs; intervals come from their spread.',
    default: 10,
    min: 1,
    max: 10000,
  }),
  seed: integer({ doc: 'Another seed, other random numbers.', default: 1 }),
  'open-calls': integer({
    doc: 'More calls under way at once than this end the run with a diagnosis instead of filling the memory.',
    default: 1_000_000,
    min: 1,
    max: 50_000_000,
  }),
};

/** One operation, or several with their shares. */
function operationMix(): Field<
  string | Readonly<Record<string, number>>,
  Readonly<Record<string, number>>,
  'required'
> {
  const mix = named(number({ doc: 'Its share, relative to the others.', min: 0 }), {
    doc: 'The operation asked for; or several, each with its share: `{ shop.browse: 9, shop.buy: 1 }`.',
    example: 'shop.buy',
  });
  const either = v.union([text({ doc: 'An operation.' }).schema, mix.schema]);
  return {
    ...mix,
    // The JSON Schema knows the shorthand; checking only ever sees the map.
    schema: v.lazy((input) => (input === undefined ? either : mix.schema)) as never,
    expected: 'an operation, service.operation, or a map of operations to shares',
    expand: (node: Node) => {
      if (node.type !== 'scalar' || typeof node.value !== 'string') return mix.expand(node);
      return wrap(node.value, { ...node, value: 1 });
    },
    visit(node: Node, path: Path, see) {
      if (node.type !== 'map') return;
      for (const { key } of node.entries) see({ to: 'operation', name: key, path: [...path, key] });
    },
  };
}

/** Where copies run. */
const zones = list(text({ doc: 'A zone.' }), {
  doc: 'Zones of its instances, which go round them: `[ a, a, b ]` has two thirds in one. Balancers may stay within a zone.',
  optional: true,
  min: 1,
});

const client = {
  calls: operationMix(),
  load: loads.field<{ doc: string }, RateText>(
    { doc: 'When requests are sent; a bare rate is Poisson.' },
    'poisson',
  ),
  patience: distribution({
    doc: 'After this the client gives up, and an answer no longer counts.',
    optional: true,
  }),
  'useful-within': duration({
    doc: 'An answer that takes longer is no goodput, though the client still waits for it.',
    optional: true,
  }),
  priority: integer({ doc: 'Smaller is served first where a queue goes by priority.', default: 0 }),
  keys: keyChoices.field({
    doc: 'Which customer a request is about; without, requests have no key.',
    optional: true,
  }),
  instances: integer({
    doc: 'Copies of the client, each with policies of its own; requests go round them.',
    default: 1,
    min: 1,
    max: 10000,
  }),
  zones,
  batch: integer({
    doc: 'Requests sent at once at each arrival.',
    default: 1,
    min: 1,
    max: 100000,
  }),
  requests: limit({ doc: 'It stops after so many.', default: 'unlimited', min: 1 }),
  expects: list(text({ doc: 'An effect.' }), {
    doc: 'Effects that must take place for a request that is answered well; without, all that its call graph always reaches.',
    optional: true,
  }),
};

const queue = fields(
  {
    capacity: limit({
      doc: 'Calls that may wait for a thread. Unlimited, because a bound is a decision: see what happens without.',
      default: 'unlimited',
    }),
    discipline: disciplines.field({ doc: 'Who is next.', default: 'fifo' }),
    timeout: distribution({
      doc: 'A call that has waited so long leaves with the fault queue-timeout.',
      optional: true,
    }),
  },
  { doc: 'The line before the threads.', default: {} },
  'capacity',
);

/** Policies in a row, some of them perhaps as a product has them. */
function policyList<const A extends About>(about: A) {
  return listWithPresets<WrittenPolicy, A>(policies as never, presets as never, about);
}

const service = {
  instances: integer({ doc: 'Running copies.', default: 1, min: 1, max: 10000 }),
  zones,
  threads: limit({
    doc: 'Calls that an instance works on at once; a call keeps its thread while it waits for another service. Unlimited for asynchronous servers.',
    default: 200,
    min: 1,
    source: 'Apache Tomcat maxThreads',
  }),
  cores: limit({ doc: 'What `work` takes; without, as many as threads.', optional: true, min: 1 }),
  scheduler: schedulers.field({ doc: 'Who gets a core.', default: 'run-to-completion' }),
  queue,
  policies: policyList({
    doc: 'Policies at the entrance of each instance, outermost first.',
    default: [],
  }),
  operations: named(stepList({ doc: 'What the operation does.' }), { doc: 'Operations by name.' }),
};

const link = {
  latency: distribution({ doc: 'One way, for each message.', default: '0s' }),
  loss: share({
    doc: 'Probability that a message must be sent again, after 200 ms and then twice as long each time.',
    default: 0,
    max: '99%',
  }),
  bandwidth: bandwidth({
    doc: 'Shared by all messages of the edge in one direction; without, unlimited.',
    optional: true,
  }),
  request: size({ doc: 'Size of a request or message.', default: '1KiB' }),
  reply: size({ doc: 'Size of a reply.', default: '1KiB' }),
  connections: choice(['kept', 'per-call'], {
    doc: 'Per call, a handshake comes first: one round trip, and 1 s, 2 s, ... when it is lost.',
    default: 'kept',
  }),
  cancellation: choice(['stops', 'propagates'], {
    doc: 'A caller that gives up is not noticed by the callee (HTTP/1.1), or its work is cancelled too (gRPC).',
    default: 'stops',
  }),
};

const EDGES = 'by edge: `a -> b`, `* -> b`, `a -> *`, or `default`; the most specific one holds';
const OPERATIONS =
  'by edge: `a -> b.operation`, `a -> b`, `* -> b.operation`, `* -> b`, `a -> *`, or `default`; the most specific one holds';

const base = {
  name: text({ doc: 'A title.', default: 'Untitled scenario' }),
  question: text({ doc: 'What one wants to know.', optional: true }),
  run: fields(run, { doc: 'How long, how often, from which seed.', default: {} }),
  clients: named(fields(client, { doc: 'Somebody who sends requests.' }), {
    doc: 'Who sends requests.',
  }),
  services: named(fields(service, { doc: 'A service.' }), { doc: 'Services by name.' }),
  brokers: named(kindField(brokers, { doc: 'A broker.' }), {
    doc: 'Brokers by name.',
    default: {},
  }),
  network: named(fields(link, { doc: 'A link.' }, 'latency'), {
    doc: `What the network between two entities is like, ${EDGES}. Without: ideal.`,
    default: {},
    patterns: true,
  }),
  balancing: named(balancers.field({ doc: 'A balancer.' }), {
    doc: `How a caller chooses among the instances of a callee, ${EDGES}. Without: round-robin.`,
    default: {},
    patterns: true,
  }),
  outliers: named(fields(OUTLIERS, { doc: 'Outlier detection.' }, 'detect'), {
    doc: `Whether a caller stops using instances that are worse than the others, ${EDGES}. Without: it does not.`,
    default: {},
    patterns: true,
  }),
  health: named(fields(HEALTH, { doc: 'Health checks.' }, 'calls'), {
    doc: `Whether somebody asks the instances of a callee how they are, so that callers avoid the sick, ${EDGES}. Without: nobody does.`,
    default: {},
    patterns: true,
  }),
  policies: named(
    policyList({
      doc: 'Policies, outermost first; `preset: opossum` stands for those of a product.',
    }),
    {
      doc: `What stands between caller and callee, ${OPERATIONS}.`,
      default: {},
      patterns: true,
    },
  ),
  faults: list(flatField(faults, LIFETIME, { doc: 'A fault.' }), {
    doc: 'What goes wrong, and when.',
    default: [],
  }),
  theory: list(
    fields(
      {
        measure: text({ doc: 'A measure, named as in objectives: `queue.wait`.' }),
        expected: text({ doc: 'What theory says: `4s`, `80%`, `12`.' }),
        within: text({
          doc: 'How far off a right simulator may be: a share of it, or an amount.',
          default: '1%',
        }),
        source: text({ doc: 'Where the value is from.' }),
      },
      { doc: 'A value that is known.' },
    ),
    { doc: 'Values known from theory, for `faultline validate`.', default: [] },
  ),
  objectives: list(text({ doc: 'Such as `shoppers.p99 < 800ms`.' }, 'a text such as p99 < 800ms'), {
    doc: 'What has to hold.',
    default: [],
  }),
};

/** A scenario without its strategies: what one run needs. */
export const scenarioFields = base;
export const scenario = fields(base, { doc: 'A scenario.' });

/** A scenario as the model reads it: defaults in, quantities in base units. */
export type Scenario = Options<typeof base>;
export type ClientSpec = Options<typeof client>;
export type ServiceSpec = Options<typeof service>;
export type BrokerSpec = Scenario['brokers'][string];
export type LinkSpec = Options<typeof link>;

/** What an author writes in a strategy: any part of the scenario; `null` takes a thing away. */
export type WrittenStrategy = Partial<{
  [K in keyof Written<typeof base>]: DeepPartial<Written<typeof base>[K]>;
}>;

type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: DeepPartial<T[K]> | null }
    : T;

/** What an author writes: the scenario, and the strategies to be compared on it. */
export type WrittenScenario = Written<typeof base> & {
  readonly strategies?: Readonly<Record<string, WrittenStrategy | null>>;
};
