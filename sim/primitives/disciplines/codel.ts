import { duration } from '../../catalogue/scalars.js';
import type { Duration, Instant } from '../../kernel/time.js';
import type { Call } from '../call.js';
import { defineDiscipline } from '../line.js';
import { Fifo } from './fifo.js';

/** Whether even the luckiest call of an interval has waited for too long. */
class Codel {
  private intervalEnd: Instant = 0;
  private isNew = true;
  private overloaded = false;
  private shortest: Duration = 0;

  constructor(
    private readonly target: Duration,
    private readonly interval: Duration,
  ) {}

  rejects(waited: Duration, now: Instant): boolean {
    if (now > this.intervalEnd && !this.isNew) {
      this.isNew = true;
      this.intervalEnd = now + this.interval;
      this.overloaded = this.shortest > this.target;
    }
    if (this.isNew) {
      // The first call of an interval always passes.
      this.isNew = false;
      this.shortest = waited;
      return false;
    }
    this.shortest = Math.min(this.shortest, waited);
    return this.overloaded && waited > 2 * this.target;
  }
}

class CodelQueue extends Fifo {
  constructor(private readonly control: Codel) {
    super();
  }

  readonly sheds = (call: Call): boolean => {
    const { now } = call.exchange.simulation;
    return this.control.rejects(now - call.enteredAt, now);
  };
}

export const codel = defineDiscipline({
  kind: 'codel',
  summary:
    'First in, first out; while even the shortest wait of an interval is above the target, calls that have waited twice as long are turned away.',
  source: 'Nichols and Jacobson, ACM Queue 10(5), 2012; folly and wangle Codel (S1)',
  options: {
    target: duration({ doc: 'The wait that is aimed at.', default: '5ms', source: 'folly' }),
    interval: duration({ doc: 'How often it is judged.', default: '100ms', source: 'folly' }),
  },
  shorthand: 'target',
  create: ({ target, interval }) => new CodelQueue(new Codel(target, interval)),
});
