/** The coordinator of a group: keeps offsets and members. While it is away nothing is committed, and nobody joins or is given up. */
import type { Simulation } from '../../kernel/simulation.js';
import type { Duration } from '../../kernel/time.js';
import type { Mend } from '../../primitives/trouble.js';
import type { Member } from './member.js';

export class Coordinator {
  private losses = 0;
  private postponed: (() => void)[] = [];

  constructor(
    private readonly simulation: Simulation,
    private readonly session: Duration,
  ) {}

  get isThere(): boolean {
    return this.losses === 0;
  }

  /** Does something now, or as soon as there is a coordinator. */
  whenThere(action: () => void): void {
    if (this.isThere) action();
    else this.postponed.push(action);
  }

  /** Whether something has to wait until there is a coordinator, and is done then. */
  postpones(action: () => void): boolean {
    if (this.isThere) return false;
    this.postponed.push(action);
    return true;
  }

  /** A member's session is over: it is given up now, or when the next coordinator has waited for a session of its own. */
  misses(member: Member, giveUp: () => void): void {
    if (this.isThere) giveUp();
    else this.postponed.push(() => this.simulation.after(this.session, missed, { member, giveUp }));
  }

  lose(): Mend {
    this.losses++;
    return () => {
      this.losses--;
      if (!this.isThere) return;
      const { postponed } = this;
      this.postponed = [];
      for (const action of postponed) action();
    };
  }
}

function missed({ member, giveUp }: { member: Member; giveUp: () => void }): void {
  if (!member.slot.connected) giveUp();
}
