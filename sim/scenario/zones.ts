/** Zones: where the copies of clients and services run. */
import type { Scenario } from './shape.js';

/** The zone of a copy of a client or service; null when nothing is said about that. */
export function zoneOf(scenario: Scenario, name: string, copy: number): string | null {
  const zones = copiedOf(scenario, name)?.zones;
  return zones === undefined ? null : (zones[copy % zones.length] as string);
}

/** How many copies of a client or service there are; of anything else one. */
export function copiesOf(scenario: Scenario, name: string): number {
  return copiedOf(scenario, name)?.instances ?? 1;
}

/** How many copies of a client or service there are in each zone. */
export function copiesByZone(scenario: Scenario, name: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const { instances = 0 } = copiedOf(scenario, name) ?? {};
  for (let copy = 0; copy < instances; copy++) {
    const zone = zoneOf(scenario, name, copy);
    if (zone !== null) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  return counts;
}

/** What is said of a client or service; undefined for anything else. */
export function copiedOf({ clients, services }: Scenario, name: string) {
  if (Object.hasOwn(clients, name)) return clients[name];
  return Object.hasOwn(services, name) ? services[name] : undefined;
}
