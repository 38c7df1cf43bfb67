/** A conversation in the model: an ordinary scenario, run, and what each participant saw. */
import type { Scenario } from '../../sim/index.js';
import { MILLISECOND } from '../../sim/kernel/time.js';
import { messageDelivered } from '../../sim/messaging/message.js';
import type { Call } from '../../sim/primitives/call.js';
import type { Request } from '../../sim/primitives/request.js';
import type { Copy } from '../../sim/services/copy.js';
import type { Instance } from '../../sim/services/instance.js';
import { callArrived, callLeft } from '../../sim/services/service.js';
import { requestAnswered } from '../../sim/traffic/client.js';
import { modelOf } from '../trace.js';
import {
  type Conversation,
  type Happening,
  type Manner,
  nameOf,
  paceOf,
  type Script,
  seen,
  UNFINISHED,
} from './conversation.js';

/** Products that tell consumers how often a message was delivered. */
const COUNTING = ['redis-streams', 'jetstream'];

export function scenarioOf(conversation: Conversation): Scenario {
  const { broker, subscriber = {}, consumers = 1, publishes, faults = [] } = conversation;
  const work = conversation.work ?? [{ work: '200ms' }];
  const hasAttic = 'dead-letters' in subscriber;
  const attic = { attic: { kind: 'queue', subscribers: { 'keeper.keep': {} } } };
  return {
    clients: { user: { calls: 'front.go', load: { times: publishes.map((at) => `${at}ms`) } } },
    services: {
      front: { operations: { go: [{ publish: 'jobs' }] } },
      worker: { instances: consumers, threads: 'unlimited', operations: { go: work } },
      ...(hasAttic ? { keeper: { operations: { keep: [{ wait: '0s' }] } } } : {}),
    },
    brokers: {
      jobs: { ...broker, subscribers: { 'worker.go': subscriber } },
      ...(hasAttic ? attic : {}),
    },
    faults: [...slownessOf(conversation), ...faults],
  } as unknown as Scenario;
}

/** Faults hit the first so many: factors are from one to the next. */
function slownessOf({ paces = [] }: Conversation): object[] {
  return paces.map((pace, index) => {
    const factor = pace / (paces[index + 1] ?? 1);
    return { slow: 'worker', instances: index + 1, factor, at: '0s' };
  });
}

export interface Account {
  readonly happenings: readonly Happening[];
  readonly script: Script;
}

export function runModel(conversation: Conversation): Account {
  const model = modelOf(scenarioOf(conversation));
  const { simulation } = model;
  const { probe } = simulation;
  const now = () => simulation.now / MILLISECOND;
  const happenings: Happening[] = [];
  const manners = new Map<string, Manner>();
  const counts = COUNTING.includes(conversation.broker.kind);
  const numbers = numbering(conversation.publishes);
  const instances = model.services.find(({ name }) => name === 'worker')?.instances ?? [];
  const keeper = model.services.find(({ name }) => name === 'keeper')?.instances[0];
  const indexOf = (copy: Copy) => instances.indexOf(copy as Instance);
  const isUp = (copy: Copy) => instances[indexOf(copy)]?.up === true;
  const deliveries = new Map<number, number>();
  /** Which delivery a call is. */
  const begun = new Map<Call, number>();
  const tell = (who: string, what: string) => happenings.push({ at: now(), who, what });

  probe.on(messageDelivered, (subscription, message) => {
    if (model.subscriptions[subscription]?.broker !== 'jobs') return;
    deliveries.set(numbers(message.request), message.deliveries + 1);
  });
  probe.on(callArrived, (instance, call) => {
    const number = numbers(call.request);
    if (instance === keeper) tell('dead', `${number}`);
    else if (isUp(instance)) {
      const times = deliveries.get(number) ?? 1;
      tell(nameOf(indexOf(instance)), seen(number, counts ? times : times > 1));
      begun.set(call, times);
      manners.set(`${number}/${times}`, UNFINISHED);
    }
  });
  probe.on(callLeft, (instance, call, outcome) => {
    if (outcome === null || !isUp(instance)) return;
    const number = numbers(call.request);
    const pace = paceOf(conversation, indexOf(instance));
    const takes = (simulation.now - call.enteredAt) / MILLISECOND / pace;
    manners.set(`${number}/${begun.get(call)}`, { takes, ok: outcome.ok });
  });
  probe.on(requestAnswered, (request, { ok }) => {
    if (!ok) tell('publisher', `no to ${numbers(request)}`);
  });

  const deaths: { consumer: number; at: number }[] = [];
  const returns: { consumer: number; at: number }[] = [];
  for (const [consumer, instance] of instances.entries()) {
    instance.watch({
      crashed: () => deaths.push({ consumer, at: now() }),
      restarted: () => returns.push({ consumer, at: now() }),
    });
  }
  for (const { recurrence } of model.faults) recurrence.start();
  for (const { client } of model.clients) client.start(3600 * 1000 * MILLISECOND);
  simulation.runUntil(conversation.lasts * MILLISECOND);
  return { happenings, script: { manners, deaths, returns } };
}

/** Requests are numbered in the order in which they were sent; each is asked for first when its message is stored. */
function numbering(publishes: readonly number[]): (request: Request) => number {
  const known = new Map<string, number>();
  const next = new Map<number, number>();
  return ({ keyHigh, keyLow, sentAt }) => {
    const name = `${keyHigh}/${keyLow}`;
    const before = known.get(name);
    if (before !== undefined) return before;
    const at = sentAt / MILLISECOND;
    const nth = next.get(at) ?? 0;
    next.set(at, nth + 1);
    const number = publishes.indexOf(at) + nth + 1;
    known.set(name, number);
    return number;
  };
}
