/** A subscriber that works on one message at a time and reads no more meanwhile: what comes waits on the way to it. */
import type { Socket } from 'node:net';
import type { Listener } from './stage.js';

export class OneByOne {
  private readonly waiting: number[] = [];
  private busy = false;

  /** @param reads whether it goes on reading while it works. */
  constructor(
    private readonly consumer: number,
    private readonly socket: Socket,
    private readonly reads: boolean,
    private readonly listener: Listener,
  ) {}

  take(message: number): void {
    this.waiting.push(message);
    this.work();
  }

  private work(): void {
    const message = this.waiting[0];
    if (this.busy || message === undefined) return;
    this.waiting.shift();
    this.busy = true;
    if (!this.reads) this.socket.pause();
    this.listener.taken(this.consumer, message, 1, () => {
      this.busy = false;
      this.socket.resume();
      this.work();
    });
  }
}
