/** The panels of the timeline: answers, failures, queues, backlogs. */
import type { ExperimentResult, StrategyResult } from '../../../sim/index.js';
import { labelOf } from '../../strategies.js';
import type { Curves } from './curves.js';
import { added, type Measured, peak, type Series } from './points.js';

/** So many queues and backlogs are shown: those that grew longest. */
const SHOWN = 2;
const HEIGHT = 84;

export function goodput(result: ExperimentResult): Curves {
  return {
    dataset: 'goodput',
    title: 'goodput',
    subtitle: 'useful answers per second',
    unit: 'rate',
    series: ofClients(result, 'useful'),
    height: 110,
  };
}

/** Requests that failed, if any did. */
export function failures(result: ExperimentResult): readonly Curves[] {
  const series = ofClients(result, 'failed');
  if (peak(series) === 0) return [];
  const subtitle = 'requests answered badly, per second';
  return [
    { dataset: 'failures', title: 'failures', subtitle, unit: 'rate', series, height: HEIGHT },
  ];
}

/** Calls waiting for a thread, at the services where most waited. */
export function queues(result: ExperimentResult): readonly Curves[] {
  return busiest('queue', 'calls waiting for a thread', result, ({ services }) =>
    Object.entries(services).map(([service, { timeline }]) => [service, timeline.queue]),
  );
}

/** Messages not yet done with, of the subscriptions that lagged most. */
export function backlogs(result: ExperimentResult): readonly Curves[] {
  return busiest('backlog', 'messages not yet done with', result, ({ subscriptions }) =>
    Object.entries(subscriptions).map(([each, { timeline }]) => [each, timeline.backlog]),
  );
}

function ofClients(
  { strategies, scenario }: ExperimentResult,
  key: 'useful' | 'failed',
): readonly Series[] {
  return strategies.map((strategy) => {
    const all = Object.values(strategy.clients).map(({ timeline }) => timeline[key]);
    const [only] = all;
    const single = all.length === 1 && only !== undefined;
    return {
      strategy: labelOf(strategy),
      values: single ? only : added(all),
      band: single && scenario.replications > 1,
    };
  });
}

/** Less than one waiting at a time is no queue worth a panel. */
const WORTH = 1;

function busiest(
  kind: 'queue' | 'backlog',
  subtitle: string,
  { strategies }: ExperimentResult,
  of: (strategy: StrategyResult) => readonly (readonly [subject: string, values: Measured])[],
): readonly Curves[] {
  const bySubject = new Map<string, Series[]>();
  for (const strategy of strategies) {
    for (const [subject, values] of of(strategy)) {
      const series = bySubject.get(subject) ?? [];
      series.push({ strategy: labelOf(strategy), values, band: false });
      bySubject.set(subject, series);
    }
  }
  return [...bySubject]
    .filter(([, series]) => peak(series) >= WORTH)
    .sort(([, a], [, b]) => peak(b) - peak(a))
    .slice(0, SHOWN)
    .map(([subject, series], index) => ({
      dataset: `${kind}-${index + 1}`,
      title: `${kind} of ${subject}`,
      subtitle,
      unit: 'count',
      series,
      height: HEIGHT,
    }));
}
