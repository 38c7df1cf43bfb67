/** Zones: where the copies of clients and services run. */
import type { Scenario } from './shape.js';

/** Tells the zone of each copy of a client or service; null when nothing is said about that. */
export function zonesOf(scenario: Scenario, name: string): (copy: number) => string | null {
  const zones = copiedOf(scenario, name)?.zones;
  return (copy) => (zones === undefined ? null : (zones[copy % zones.length] as string));
}

/** The zone of one copy. */
export function zoneOf(scenario: Scenario, name: string, copy: number): string | null {
  return zonesOf(scenario, name)(copy);
}

/** How many copies of a client or service there are; of anything else one. */
export function copiesOf(scenario: Scenario, name: string): number {
  return copiedOf(scenario, name)?.instances ?? 1;
}

/** How many copies of a client or service there are in each zone. */
export function copiesByZone(scenario: Scenario, name: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const { instances = 0 } = copiedOf(scenario, name) ?? {};
  const zoneOfCopy = zonesOf(scenario, name);
  for (let copy = 0; copy < instances; copy++) {
    const zone = zoneOfCopy(copy);
    if (zone !== null) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  return counts;
}

/** What is said of a client or service; undefined for anything else. */
export function copiedOf({ clients, services }: Scenario, name: string) {
  if (Object.hasOwn(clients, name)) return clients[name];
  return Object.hasOwn(services, name) ? services[name] : undefined;
}
