/** All catalogues side by side, described as plain data: what `faultline list` and the documentation show. */
import type { Member } from './catalogue/catalogue.js';
import type { Fields } from './catalogue/field.js';
import { sampleOf } from './catalogue/sample.js';
import type { Metric } from './experiment/metric.js';
import { metrics } from './experiment/metrics/index.js';
import type { FaultMember } from './faults/fault.js';
import { faults } from './faults/kinds/index.js';
import type { BrokerMember } from './messaging/broker.js';
import { brokers } from './messaging/brokers/index.js';
import { balancers } from './network/balancers/index.js';
import { detections } from './network/detections/index.js';
import { admissions } from './policies/admissions/index.js';
import { backoffs } from './policies/backoffs/index.js';
import { budgets } from './policies/budgets/index.js';
import { concurrencyLimits } from './policies/concurrency-limits/index.js';
import { hedgeDelays } from './policies/hedge-delays/index.js';
import { policies } from './policies/index.js';
import { jitters } from './policies/jitters/index.js';
import { limiters } from './policies/limiters/index.js';
import { presets } from './policies/presets/index.js';
import { probings } from './policies/probings/index.js';
import { trips } from './policies/trips/index.js';
import { disciplines } from './primitives/disciplines/index.js';
import { distributions } from './primitives/distributions/index.js';
import type { BalancerMember } from './primitives/endpoint.js';
import { schedulers } from './primitives/schedulers/index.js';
import { scenarioFields } from './scenario/shape.js';
import { steps } from './services/steps/index.js';
import { keyChoices } from './traffic/keys/index.js';
import { loads } from './traffic/loads/index.js';

/** One option of a member, in words. */
export interface DescribedOption {
  readonly name: string;
  readonly doc: string;
  readonly expected: string;
  readonly presence: 'required' | 'optional' | 'defaulted';
  readonly default?: unknown;
  readonly source?: string;
  /** A bare value in the place of all options stands for this one. */
  readonly shorthand?: true;
  /** Of an option that is itself a group. */
  readonly options?: readonly DescribedOption[];
}

/** One member of a catalogue, in words. */
export interface DescribedMember {
  readonly kind: string;
  readonly summary: string;
  readonly source?: string;
  readonly options: readonly DescribedOption[];
  /** What it belongs to, as a metric to the requests of a client. */
  readonly of?: string;
  readonly unit?: string;
  readonly better?: 'lower' | 'higher';
  /** A piece of a scenario that uses it; absent where there is nothing to write. */
  readonly example?: unknown;
}

export interface DescribedCatalogue {
  readonly name: string;
  readonly summary: string;
  readonly members: readonly DescribedMember[];
}

/** A catalogue together with what only makes sense beside the others. */
interface Shelf {
  readonly name: string;
  readonly summary: string;
  readonly members: readonly Member[];
  /** A member's sample where a scenario has it. */
  readonly place: (member: Member, options: Sample) => unknown;
}

/** A service of which is known where it runs. */
const ZONED = { zones: ['a', 'b'] };

type Sample = Readonly<Record<string, unknown>>;

const SHELVES: readonly Shelf[] = [
  {
    name: policies.plural,
    summary: 'What stands between caller and callee; in `policies`, by edge, and in services.',
    members: policies.members,
    place: (...chosen) => ({ policies: { 'shop -> stock': [keyed(...chosen)] } }),
  },
  {
    name: presets.plural,
    summary:
      'The policies of a product with its defaults; an item of `policies`. Other keys beside it replace options, and null takes a policy out; `faultline show` has them in full.',
    members: presets.members,
    place: ({ kind }) => ({ policies: { 'shop -> stock': [{ preset: kind }] } }),
  },
  {
    name: backoffs.plural,
    summary: 'How long a retry waits; in `backoff` of policies that try again.',
    members: backoffs.members,
    place: (...chosen) => ({ backoff: flat(...chosen) }),
  },
  {
    name: jitters.plural,
    summary: 'What randomness makes of a wait; in `jitter` of a back-off.',
    members: jitters.members,
    place: (...chosen) => ({ backoff: { exponential: '50ms', jitter: keyed(...chosen) } }),
  },
  {
    name: budgets.plural,
    summary: 'How many retries there may be; in `budget` of policies that try again.',
    members: budgets.members,
    place: (...chosen) => ({ budget: keyed(...chosen) }),
  },
  {
    name: trips.plural,
    summary: 'When a breaker opens; in `trip` of policies that break a circuit.',
    members: trips.members,
    place: (...chosen) => ({ trip: keyed(...chosen) }),
  },
  {
    name: probings.plural,
    summary:
      'What a half-open breaker lets through; in `half-open` of policies that break a circuit.',
    members: probings.members,
    place: (...chosen) => ({ 'half-open': keyed(...chosen) }),
  },
  {
    name: concurrencyLimits.plural,
    summary: 'How a concurrency limit finds itself; in `limit` of policies that have such a one.',
    members: concurrencyLimits.members,
    place: (...chosen) => ({ limit: keyed(...chosen) }),
  },
  {
    name: admissions.plural,
    summary: 'Which share of its calls a caller turns away; in `rule` of policies of admission.',
    members: admissions.members,
    place: (...chosen) => ({ rule: keyed(...chosen) }),
  },
  {
    name: hedgeDelays.plural,
    summary: 'When a copy of a call is sent; in `after` of policies that hedge.',
    members: hedgeDelays.members,
    place: (...chosen) => ({ after: keyed(...chosen) }),
  },
  {
    name: limiters.plural,
    summary: 'How a rate is kept; in `algorithm` of policies that limit it.',
    members: limiters.members,
    place: (...chosen) => ({ rate: '100/s', algorithm: keyed(...chosen) }),
  },
  {
    name: distributions.plural,
    summary: 'Random durations; wherever a duration is random, a bare one is a constant.',
    members: distributions.members,
    place: (...chosen) => ({ clients: { shoppers: { patience: keyed(...chosen) } } }),
  },
  {
    name: loads.plural,
    summary: 'When requests are sent; in `load` of clients.',
    members: loads.members,
    place: (...chosen) => ({ clients: { shoppers: { load: keyed(...chosen) } } }),
  },
  {
    name: keyChoices.plural,
    summary: 'Which customer a request is about; in `keys` of clients.',
    members: keyChoices.members,
    place: (...chosen) => ({ clients: { shoppers: { keys: keyed(...chosen) } } }),
  },
  {
    name: steps.plural,
    summary: 'What an operation does; in `operations` of services.',
    members: steps.members,
    place: (...chosen) => ({ services: { shop: { operations: { buy: [flat(...chosen)] } } } }),
  },
  {
    name: disciplines.plural,
    summary: 'Who is next in a queue; in `queue` of services.',
    members: disciplines.members,
    place: (...chosen) => ({ services: { stock: { queue: { discipline: keyed(...chosen) } } } }),
  },
  {
    name: schedulers.plural,
    summary: 'Who gets a core; in `scheduler` of services.',
    members: schedulers.members,
    place: (...chosen) => ({ services: { stock: { scheduler: keyed(...chosen) } } }),
  },
  {
    name: balancers.plural,
    summary: 'Which instance gets a call; in `balancing`, by edge.',
    members: balancers.members,
    place: (...chosen) => ({
      ...(isZoned(chosen[0]) ? { services: { shop: ZONED, stock: ZONED } } : {}),
      balancing: { 'shop -> stock': keyed(...chosen) },
    }),
  },
  {
    name: detections.plural,
    summary: 'What makes an instance an outlier; in `detect` of `outliers`, by edge.',
    members: detections.members,
    place: (...chosen) => ({ outliers: { 'shop -> stock': { detect: [keyed(...chosen)] } } }),
  },
  {
    name: brokers.plural,
    summary: 'How messages are kept and delivered; in `brokers`.',
    members: brokers.members,
    place: ({ kind, ...member }, options) => ({
      ...(needsKeys(member) ? { clients: { shoppers: { keys: { uniform: 1000 } } } } : {}),
      brokers: { orders: { kind, ...options, subscribers: { 'stock.reserve': {} } } },
    }),
  },
  {
    name: faults.plural,
    summary: 'What goes wrong, and when; in `faults`.',
    members: faults.members,
    place: (...chosen) => ({
      ...(onNodes(chosen[0]) ? { brokers: { orders: { kind: 'kafka' } } } : {}),
      faults: [{ ...flat(...chosen), at: '2m', for: '1m' }],
    }),
  },
];

/** Every catalogue, with every member and every option. */
export function describedCatalogues(): readonly DescribedCatalogue[] {
  const described = SHELVES.map(({ name, summary, members, place }) => ({
    name,
    summary,
    members: members.map((member) => describedMember(member, place)),
  }));
  return [SECTIONS, ...described, METRICS];
}

function describedMember(member: Member, place: Shelf['place']): DescribedMember {
  const { kind, summary, source, options, shorthand } = member;
  return {
    kind,
    summary,
    source,
    options: describedOptions(options, shorthand),
    example: place(member, sampleOf(member)),
  };
}

function describedOptions(entries: Fields, shorthand?: string): readonly DescribedOption[] {
  return Object.entries(entries).map(([name, { about, expected, presence, inside }]) => ({
    name,
    doc: about.doc,
    expected,
    presence,
    ...(presence === 'defaulted' ? { default: about.default } : {}),
    ...(about.source === undefined ? {} : { source: about.source }),
    ...(name === shorthand ? { shorthand: true as const } : {}),
    ...(inside?.type === 'fields' ? { options: describedOptions(inside.fields) } : {}),
  }));
}

/** The sections of a scenario file, as a catalogue too. */
const SECTIONS: DescribedCatalogue = {
  name: 'sections',
  summary: 'What a scenario file consists of.',
  members: Object.entries(scenarioFields).map(([kind, { about, inside }]) => {
    const one = inside?.type === 'named' ? inside.of.inside : inside;
    const entries = one?.type === 'fields' ? one.fields : {};
    return { kind, summary: about.doc, options: describedOptions(entries) };
  }),
};

/** What the metrics of each scope belong to, and an example of it. */
const SCOPES: Readonly<Record<Metric['scope'], { readonly of: string; readonly name: string }>> = {
  requests: { of: 'a client, or all requests', name: 'shoppers.' },
  service: { of: 'a service', name: 'stock.' },
  broker: { of: 'a broker', name: 'orders.' },
  effect: { of: 'an effect', name: 'effects.order.' },
  run: { of: 'the run', name: '' },
};

const LIMITS = { duration: '500ms', share: '10%', rate: '100/s', count: '10', ratio: '1.5' };

const METRICS: DescribedCatalogue = {
  name: 'metrics',
  summary: 'What is measured; in `objectives` and `theory`, after the name of its subject.',
  members: metrics.map(({ kind, scope, summary, unit, better }) => {
    const { of, name } = SCOPES[scope];
    const objective = `${name}${kind} ${better === 'lower' ? '<' : '>'} ${LIMITS[unit]}`;
    return { kind, summary, options: [], of, unit, better, example: { objectives: [objective] } };
  }),
};

/** A broker whose messages need a key. */
function needsKeys(member: Omit<Member, 'kind'>): boolean {
  return (member as BrokerMember).keyed === true;
}

/** A balancer that needs to know where everybody is. */
function isZoned(member: Member): boolean {
  return (member as unknown as BalancerMember).zoned === true;
}

/** A fault that needs a broker with nodes to act on. */
function onNodes(member: Member): boolean {
  const { target } = member as FaultMember;
  return target === 'cluster' || target === 'controlled';
}

/** `{ kind: options }`, as short as it may be. */
function keyed({ kind, shorthand }: Member, options: Sample): unknown {
  const names = Object.keys(options);
  if (names.length === 0) return kind;
  const [only] = names;
  return { [kind]: names.length === 1 && only === shorthand ? options[only as string] : options };
}

/** The main option under the kind's name, the others beside it. */
function flat({ kind, shorthand = '' }: Member, options: Sample): Sample {
  const { [shorthand]: main, ...others } = options;
  return { [kind]: main, ...others };
}
