/** The poll deadline: whoever does not poll for too long is put out of the group. */
import type { Simulation } from '../../kernel/simulation.js';
import type { Duration } from '../../kernel/time.js';
import type { Member } from './member.js';

export class PollDeadline {
  constructor(
    private readonly simulation: Simulation,
    private readonly interval: Duration,
    private readonly expel: (member: Member) => void,
  ) {}

  watch(member: Member): void {
    if (member.deadlineSet) return;
    member.deadlineSet = true;
    this.simulation.at(member.polledAt + this.interval, check, { deadline: this, member });
  }

  check(member: Member): void {
    member.deadlineSet = false;
    if (member.idle) return;
    if (this.simulation.now - member.polledAt < this.interval) this.watch(member);
    else this.expel(member);
  }
}

function check({ deadline, member }: { deadline: PollDeadline; member: Member }): void {
  deadline.check(member);
}
