/** Figures that there is one of for every client. */
import type { ClientResult, ExperimentResult } from '../../sim/index.js';
import { name, type Phrase, says } from '../document/phrase.js';
import { labelOf } from '../strategies.js';

/** A client, in every strategy that has it. */
export interface Client {
  readonly name: string;
  /** Whether it is the only one, so that figures need not say whose they are. */
  readonly only: boolean;
  /** What its figures are called after their kind: nothing, or a number. */
  readonly suffix: string;
  /** Within a title: ` of shoppers`, or nothing. */
  readonly ofIt: Phrase;
  readonly results: readonly { readonly strategy: string; readonly result: ClientResult }[];
}

export function clientsOf({ strategies }: ExperimentResult): readonly Client[] {
  const names = [...new Set(strategies.flatMap(({ clients }) => Object.keys(clients)))];
  const only = names.length === 1;
  return names.map((client, index) => ({
    name: client,
    only,
    suffix: only ? '' : `-${index + 1}`,
    ofIt: only ? [] : says` of ${name(client)}`,
    results: strategies.flatMap((strategy) => {
      const result = strategy.clients[client];
      return result === undefined ? [] : [{ strategy: labelOf(strategy), result }];
    }),
  }));
}
