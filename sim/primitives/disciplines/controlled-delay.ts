import { duration, flag } from '../../catalogue/scalars.js';
import type { Duration } from '../../kernel/time.js';
import type { Call } from '../call.js';
import { defineDiscipline } from '../line.js';
import { StandingQueue } from './standing.js';

class ControlledDelay extends StandingQueue {
  constructor(
    interval: Duration,
    newestFirst: boolean,
    private readonly short: Duration,
  ) {
    super(interval, newestFirst);
  }

  override push(call: Call): void {
    super.push(call);
    call.exchange.wake(call, this.isStanding(call) ? this.short : this.interval);
  }

  override take(): Call | null {
    const call = super.take();
    if (call !== null) call.exchange.sleep(call);
    return call;
  }
}

export const controlledDelay = defineDiscipline({
  kind: 'controlled-delay',
  summary:
    'Calls that come while the queue stands may wait for a short time only, others for an interval; then they leave as queue-timeout. A `timeout` of the queue holds instead.',
  source: 'Maurer, Fail at Scale, ACM Queue 13(8), 2015 (S2)',
  options: {
    short: duration({
      doc: 'The longest wait while the queue stands.',
      default: '5ms',
      source: 'Maurer, 2015 (M)',
    }),
    interval: duration({
      doc: 'The longest wait otherwise; a queue that was not empty for so long stands.',
      default: '100ms',
      source: 'Maurer, 2015 (N)',
    }),
    'newest-first': flag({
      doc: 'The newest is next while the queue stands, as with adaptive-lifo.',
      default: false,
    }),
  },
  create: ({ short, interval, 'newest-first': newestFirst }) =>
    new ControlledDelay(interval, newestFirst, short),
});
