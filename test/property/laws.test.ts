import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runOnce, stationPlanOf } from '../../sim/experiment/run.js';
import type { Scenario } from '../../sim/index.js';
import { SECOND } from '../../sim/kernel/time.js';
import { assemble } from '../../sim/scenario/assemble.js';
import { compile, fromObject, type Variant } from '../../sim/scenario/compile.js';
import type { Model } from '../../sim/scenario/model.js';
import { Messages } from '../../sim/telemetry/messages.js';
import { Requests } from '../../sim/telemetry/requests.js';
import { Stations } from '../../sim/telemetry/stations.js';
import { runs } from './runs.js';
import { scenarios } from './scenarios.js';

/** More runs for a long soak: `npm run soak`. */
const RUNS = runs(150);
/** For what runs every scenario more than once. */
const FEWER_RUNS = runs(50);

function variantOf(scenario: Scenario): Variant {
  const { variants, findings } = compile(fromObject(scenario), ['']);
  expect(findings).toEqual([]);
  return variants[0] as Variant;
}

/** Starts everything and runs until nothing is left to happen, or for an hour. */
function runDry(model: Model): void {
  for (const { recurrence } of model.faults) recurrence.start();
  for (const { client } of model.clients) client.start(2 * SECOND);
  model.simulation.runUntil(3600 * SECOND);
}

function watched(scenario: Scenario) {
  const model = assemble(variantOf(scenario).linked, { seed: 1, replication: 0 });
  const { simulation } = model;
  const stations = new Stations(simulation, model.services.map(stationPlanOf), model.busy);
  const requests = new Requests(simulation, model.clients);
  const messages = new Messages(
    simulation,
    model.subscriptions.map(({ name }) => name),
  );
  runDry(model);
  return {
    model,
    stations: stations.results(simulation.now),
    requests: requests.results(requests.timelines()),
    messages: messages.results(simulation.now),
  };
}

describe('laws', () => {
  it('every call, request and message comes to an end, and none is lost from the books', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const { model, stations, requests, messages } = watched(scenario);
        for (const { unanswered } of Object.values(requests)) expect(unanswered).toBe(0);
        for (const station of Object.values(stations)) {
          const { arrivals, succeeded, failed, cancelled, presentAtEnd, started, turnedAway } =
            station;
          expect(succeeded + failed + cancelled + presentAtEnd).toBe(arrivals);
          expect(started + turnedAway + station.gaveUp.count).toBe(arrivals);
          expect(presentAtEnd).toBe(0);
        }
        for (const each of Object.values(messages)) {
          const { published, replayed, acknowledged, dead, expired, overflowed } = each;
          const { truncated, backlogAtEnd } = each;
          expect(acknowledged + dead + expired + overflowed + truncated + backlogAtEnd).toBe(
            published + replayed,
          );
          expect(backlogAtEnd).toBe(0);
        }
        expect(model.exchange.calls.inProgress).toBe(0);
        expect(model.exchange.requests.held).toBe(0);
      }),
      RUNS,
    );
  });

  it('busy time is the sum of service times, and the number present obeys Little exactly', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const { model, stations } = watched(scenario);
        const span = model.simulation.now / SECOND;
        for (const station of Object.values(stations)) {
          const { meanBusyCores, coreSeconds, meanPresent, sojourn, gaveUp, meanQueue, wait } =
            station;
          expect(meanBusyCores * span).toBeCloseTo(coreSeconds, 5);
          const presence = (sojourn.mean * sojourn.count + gaveUp.mean * gaveUp.count) / SECOND;
          expect(meanPresent * span).toBeCloseTo(presence, 5);
          const waiting = (wait.mean * wait.count + gaveUp.mean * gaveUp.count) / SECOND;
          expect(meanQueue * span).toBeCloseTo(waiting, 5);
        }
      }),
      RUNS,
    );
  });

  it('the same seed gives the same bytes, another seed others', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const once = runOnce(variantOf(scenario), { replication: 0 });
        const again = runOnce(variantOf(scenario), { replication: 0 });
        expect(JSON.stringify(again)).toBe(JSON.stringify(once));
        const other = runOnce(variantOf(scenario), { replication: 1 });
        const random = JSON.stringify(scenario.clients).includes('poisson');
        if (random) expect(other.fingerprint).not.toBe(once.fingerprint);
      }),
      FEWER_RUNS,
    );
  });

  it('observing changes nothing', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const unobserved = assemble(variantOf(scenario).linked, { seed: 1, replication: 0 });
        runDry(unobserved);
        expect(watched(scenario).model.simulation.fingerprint).toBe(
          unobserved.simulation.fingerprint,
        );
      }),
      FEWER_RUNS,
    );
  });

  it('where cancellation propagates, nothing runs for a caller that has left', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const propagating = { ...scenario, network: { default: { cancellation: 'propagates' } } };
        const { stations } = watched(propagating as Scenario);
        for (const { wastedCoreSeconds } of Object.values(stations))
          expect(wastedCoreSeconds).toBe(0);
      }),
      RUNS,
    );
  });
});
