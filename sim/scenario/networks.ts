/** Networks: what is said about them in a scenario, made ready for each edge. */
import { Transport } from '../network/transport.js';
import type { Exchange } from '../primitives/exchange.js';
import { Link, type LinkOptions } from '../primitives/link.js';
import type { LinkSpec } from './shape.js';

const IDEAL = { latency: null, loss: 0, bandwidth: Number.POSITIVE_INFINITY, size: 0 };

export class Networks {
  /** Links without a state, which edges of the same network have together: in a large system they are many. */
  private readonly shared = new Map<LinkSpec | null, Link>();

  constructor(private readonly exchange: Exchange) {}

  /** @param spec null where nothing is said: there messages take no time. */
  transport(name: string, edge: number, spec: LinkSpec | null): Transport {
    return new Transport(this.exchange, {
      name,
      edge,
      there: this.link(spec, 'request'),
      back: this.link(spec, 'reply'),
      handshakes: spec?.connections === 'per-call',
      propagates: spec?.cancellation === 'propagates',
    });
  }

  private link(spec: LinkSpec | null, size: 'request' | 'reply'): Link {
    const options = linkOptions(spec, size);
    if (options.loss > 0 || options.bandwidth < Number.POSITIVE_INFINITY) {
      return new Link(this.exchange.simulation, options);
    }
    let link = this.shared.get(spec);
    if (link === undefined) {
      link = new Link(this.exchange.simulation, options, true);
      this.shared.set(spec, link);
    }
    return link;
  }
}

function linkOptions(spec: LinkSpec | null, size: 'request' | 'reply'): LinkOptions {
  if (spec === null) return IDEAL;
  const { latency, loss, bandwidth = Number.POSITIVE_INFINITY } = spec;
  return { latency: latency.mean === 0 ? null : latency, loss, bandwidth, size: spec[size] };
}
