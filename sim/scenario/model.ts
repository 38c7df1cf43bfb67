/** A model: everything that one run consists of, ready to start, and the names of its parts. */

import type { Recurrence } from '../faults/fault.js';
import type { Simulation } from '../kernel/simulation.js';
import type { BrokerModel } from '../messaging/broker.js';
import type { Subscription } from '../messaging/subscription.js';
import type { StatefulPolicy } from '../policies/policy.js';
import type { Exchange } from '../primitives/exchange.js';
import type { Levels } from '../primitives/levels.js';
import type { Instance } from '../services/instance.js';
import type { Service } from '../services/service.js';
import type { Client } from '../traffic/client.js';

/** A service in the model. */
export interface ServiceModel {
  readonly name: string;
  readonly service: Service;
  readonly instances: readonly Instance[];
  readonly cores: number;
  /** Whether policies stand at its entrance. */
  readonly isGuarded: boolean;
}

/** A subscription in the model. */
export interface SubscriptionModel {
  /** Such as `orders -> shipping.ship`. */
  readonly name: string;
  readonly broker: string;
  readonly subscription: Subscription;
}

/** A client in the model, and what a request of it is expected to bring about. */
export interface ClientModel {
  readonly name: string;
  readonly client: Client;
  readonly usefulWithin: number;
  /** By operation wanted: its full name, its share, average visits to each service, effects by index. */
  readonly wanted: readonly WantedModel[];
}

export interface WantedModel {
  readonly operation: string;
  readonly share: number;
  readonly visits: ReadonlyMap<string, number>;
  readonly effects: readonly number[];
}

/** A fault in the model. */
export interface FaultModel {
  /** Such as `slow payment`. */
  readonly name: string;
  readonly recurrence: Recurrence;
}

export interface Model {
  readonly simulation: Simulation;
  readonly exchange: Exchange;
  readonly clients: readonly ClientModel[];
  readonly services: readonly ServiceModel[];
  /** Busy cores of each instance, by its number. */
  readonly busy: Levels;
  readonly brokers: readonly { readonly name: string; readonly broker: BrokerModel }[];
  readonly subscriptions: readonly SubscriptionModel[];
  readonly faults: readonly FaultModel[];
  /** Policies with states, by index. */
  readonly stateful: readonly StatefulPolicy[];
  /** Names of the edges, by index. */
  readonly edges: readonly string[];
  /** Names of the business effects, by index. */
  readonly effects: readonly string[];
}
