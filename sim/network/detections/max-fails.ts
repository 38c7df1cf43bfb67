import { duration, integer } from '../../catalogue/scalars.js';
import { type Duration, type Instant, SECOND } from '../../kernel/time.js';
import type { Endpoint } from '../../primitives/endpoint.js';
import { defineDetection, type Terms } from '../detection.js';

export const maxFails = defineDetection({
  kind: 'max-fails',
  summary:
    'After so many failures an endpoint is passed over for a time; then one call at a time shows whether it is well. It goes by whole seconds, and a single endpoint is never passed over. What is said of sweeps and ejections does not apply to it.',
  source: 'NGINX 1.31 upstream max_fails, fail_timeout (LB2)',
  options: {
    fails: integer({
      doc: 'How many; a success makes an end of them when it was sent more than the time after the last.',
      default: 1,
      min: 1,
      source: 'NGINX max_fails',
    }),
    timeout: duration({
      doc: 'The time.',
      default: '10s',
      min: '1s',
      source: 'NGINX fail_timeout',
    }),
  },
  shorthand: 'fails',
  create: ({ fails, timeout }) => ({
    terms: (endpoints) => new MaxFails(endpoints, fails, timeout),
  }),
});

/** What NGINX keeps of a peer: whole seconds. */
class Peer {
  fails = 0;
  /** The last failure. */
  accessed = 0;
  /** The last failure, or the last call chosen when that was long past. */
  checked = 0;
}

class MaxFails implements Terms {
  private readonly peers: ReadonlyMap<Endpoint, Peer>;
  /** In whole seconds. */
  private readonly timeout: number;

  constructor(
    endpoints: readonly Endpoint[],
    private readonly most: number,
    timeout: Duration,
  ) {
    this.peers = new Map(endpoints.map((endpoint) => [endpoint, new Peer()]));
    this.timeout = Math.floor(timeout / SECOND);
  }

  get wavers(): boolean {
    if (this.peers.size === 1) return false;
    for (const { fails } of this.peers.values()) if (fails >= this.most) return true;
    return false;
  }

  admits(endpoint: Endpoint, now: Instant): boolean {
    const { fails, checked } = this.peerOf(endpoint);
    if (this.peers.size === 1 || fails < this.most) return true;
    return seconds(now) - checked > this.timeout;
  }

  picked(endpoint: Endpoint, now: Instant): void {
    const peer = this.peerOf(endpoint);
    if (seconds(now) - peer.checked > this.timeout) peer.checked = seconds(now);
  }

  answered(endpoint: Endpoint, ok: boolean, now: Instant): void {
    const peer = this.peerOf(endpoint);
    if (!ok) {
      peer.fails++;
      peer.accessed = seconds(now);
      peer.checked = peer.accessed;
    } else if (peer.accessed < peer.checked) peer.fails = 0;
  }

  private peerOf(endpoint: Endpoint): Peer {
    return this.peers.get(endpoint) as Peer;
  }
}

function seconds(now: Instant): number {
  return Math.floor(now / SECOND);
}
