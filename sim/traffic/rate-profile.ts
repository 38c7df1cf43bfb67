/** A rate over time, made of straight pieces, and the instant at which it has brought so many arrivals. */
import { type Duration, type Instant, SECOND } from '../kernel/time.js';

/** From an instant on, the rate (per second) runs linearly from `from` to `to` until the next piece. */
export interface RatePiece {
  readonly at: Instant;
  readonly from: number;
  readonly to: number;
}

export class RateProfile {
  private factor = 1;
  /** What has been counted up to, not rounded to the clock, so that equal gaps do not drift. */
  private position = 0;
  /** The piece that the position is in. */
  private current = 0;
  /** What is still to be integrated from the position to the coming arrival. */
  private left = 0;
  /** The coming arrival, not rounded. */
  private coming = 0;

  constructor(private readonly pieces: readonly RatePiece[]) {}

  /** The instant at which the rate, integrated from the last arrival, has reached an amount; or Infinity. */
  next(amount: number): Instant {
    const piece = this.pieces[this.current];
    if (piece === undefined || piece.from !== piece.to) this.moveTo(this.coming);
    else {
      // The usual case: the rate is level, and stays so until the coming arrival.
      const coming = this.coming + (amount / (this.factor * piece.from)) * SECOND;
      if (coming <= this.end(this.current)) {
        this.position = this.coming;
        this.left = amount;
        this.coming = coming;
        return Math.floor(coming + 0.5);
      }
      this.moveTo(this.coming);
    }
    this.left = amount;
    return this.findComing();
  }

  /** From now on the rate is multiplied; gives the instant to which the coming arrival moves. */
  multiply(factor: number, now: Instant): Instant {
    this.moveTo(now);
    this.factor = factor;
    return this.findComing();
  }

  /** Counts what comes between the position and an instant. */
  private moveTo(instant: Instant): void {
    while (this.position < instant && this.current < this.pieces.length) {
      const piece = this.pieces[this.current] as RatePiece;
      const end = this.end(this.current);
      const stop = Math.min(end, instant);
      this.left -= this.factor * integral(piece, end, this.position, stop);
      this.position = stop;
      if (stop === end) this.current++;
    }
  }

  private findComing(): Instant {
    let left = this.left / this.factor;
    let start = this.position;
    this.coming = Number.POSITIVE_INFINITY;
    for (let index = this.current; index < this.pieces.length; index++) {
      const piece = this.pieces[index] as RatePiece;
      const end = this.end(index);
      const arrival = start + timeFor(piece, end, start, left);
      if (arrival <= end) {
        this.coming = arrival;
        break;
      }
      left -= integral(piece, end, start, end);
      start = end;
    }
    return Math.floor(this.coming + 0.5);
  }

  private end(index: number): Instant {
    return this.pieces[index + 1]?.at ?? Number.POSITIVE_INFINITY;
  }
}

/** Rate at an instant inside a piece that ends at `end`. */
function rateAt({ at, from, to }: RatePiece, end: Instant, instant: Instant): number {
  if (from === to || end === Number.POSITIVE_INFINITY) return from;
  return from + ((to - from) * (instant - at)) / (end - at);
}

/** Arrivals that a piece brings from `start` to `stop`. */
function integral(piece: RatePiece, end: Instant, start: Instant, stop: Instant): number {
  const mean = (rateAt(piece, end, start) + rateAt(piece, end, stop)) / 2;
  return (mean * (stop - start)) / SECOND;
}

/** Time from `start` until the piece, were it endless, has brought an amount. */
function timeFor(piece: RatePiece, end: Instant, start: Instant, amount: number): Duration {
  const rate = rateAt(piece, end, start);
  const slope =
    piece.from === piece.to || end === Number.POSITIVE_INFINITY
      ? 0
      : ((piece.to - piece.from) / (end - piece.at)) * SECOND;
  if (slope === 0) return rate > 0 ? (amount / rate) * SECOND : Number.POSITIVE_INFINITY;
  // rate t + slope t^2 / 2 = amount, in the form that does not cancel.
  const discriminant = rate * rate + 2 * slope * amount;
  if (discriminant < 0) return Number.POSITIVE_INFINITY;
  return ((2 * amount) / (rate + Math.sqrt(discriminant))) * SECOND;
}
