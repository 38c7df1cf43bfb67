import { describe, expect, it } from 'vitest';
import { renderOtlp } from '../../reports/index.js';
import { type Scenario, type Span, trace } from '../../sim/index.js';

/** One request a second: a shop asks a bank, which takes 10 ms on its only thread. */
const SHOP = {
  run: { duration: '3s', warmup: '0s', replications: 1 },
  clients: { users: { calls: 'shop.buy', load: { constant: '1/s' }, requests: 1, batch: 2 } },
  services: {
    shop: { operations: { buy: [{ work: '1ms' }, { call: 'bank.pay' }] } },
    bank: { threads: 1, operations: { pay: [{ work: '10ms' }] } },
  },
  network: { default: '2ms' },
} as const satisfies Scenario;

const told = ({ kind, entity, name, from, to, waited, outcome }: Span) =>
  `${kind} ${entity} ${name} ${from / 1e6}-${to / 1e6} waited ${waited / 1e6} ${outcome}`;

/** Spans in the order in which they began. */
const inOrder = (spans: readonly Span[]) => [...spans].sort((a, b) => a.id - b.id);

describe('a trace', () => {
  it('tells of a request, its attempts, its calls and their waits', () => {
    const { spans, dropped } = trace({
      ...SHOP,
      clients: { users: { ...SHOP.clients.users, requests: 2 } },
    });
    const [first, second] = [...new Set(inOrder(spans).map(({ request }) => request))];
    const of = (request: string | undefined) =>
      inOrder(spans).filter((span) => span.request === request);
    const start = (of(first)[0]?.from ?? 0) / 1e6;
    const at = (offset: number) => start + offset;
    expect(of(first).map(told)).toEqual([
      `request users shop.buy ${at(0)}-${at(19)} waited 0 full`,
      `attempt users shop ${at(0)}-${at(19)} waited 0 full`,
      `call shop buy ${at(2)}-${at(17)} waited 0 full`,
      `attempt shop bank ${at(3)}-${at(17)} waited 0 full`,
      `call bank pay ${at(5)}-${at(15)} waited 0 full`,
    ]);
    expect(of(second).map(told).at(-1)).toBe(`call bank pay ${at(5)}-${at(25)} waited 10 full`);
    expect(dropped).toBe(0);
  });

  it('hangs every span on the one that it was done for', () => {
    const { spans } = trace(SHOP);
    const byId = new Map(spans.map((span) => [span.id, span]));
    const chain = (span: Span): string[] => {
      const parent = byId.get(span.parent);
      return [span.name, ...(parent === undefined ? [] : chain(parent))];
    };
    const last = inOrder(spans).at(-1) as Span;
    expect(chain(last)).toEqual(['pay', 'bank', 'buy', 'shop', 'shop.buy']);
  });

  it('shows attempts that failed, that were given up, and who said no', () => {
    const { spans } = trace({
      ...SHOP,
      policies: {
        'shop -> bank': [
          { retry: { attempts: 2, backoff: { constant: '1ms', jitter: 'none' } } },
          { timeout: '5ms' },
        ],
      },
    });
    const attempts = inOrder(spans).filter(({ name }) => name === 'bank' || name === 'pay');
    expect(attempts.map(({ kind, outcome, by }) => `${kind} ${outcome} ${by}`)).toEqual([
      'attempt cancelled ',
      'call full ',
      'attempt cancelled ',
      'call full ',
    ]);
    const request = spans.find(({ kind }) => kind === 'request');
    expect(request).toMatchObject({ outcome: 'timeout', by: 'shop -> bank' });
  });

  it('follows a share of the requests, the same ones whatever the strategy', () => {
    const busy = {
      ...SHOP,
      clients: { users: { calls: 'shop.buy', load: '1000/s' } },
      services: { shop: { operations: { buy: [{ work: '1ms' }] } } },
      strategies: { slow: { network: { default: '9ms' } } },
    } as const satisfies Scenario;
    const followed = (strategy: string) =>
      new Set(trace(busy, { strategy, share: 0.1 }).spans.map(({ request }) => request));
    const requests = followed('');
    const all = trace(busy).spans.filter(({ kind }) => kind === 'request').length;
    expect(requests.size / all).toBeGreaterThan(0.08);
    expect(requests.size / all).toBeLessThan(0.12);
    expect([...followed('slow')].filter((each) => !requests.has(each))).toEqual([]);
  });

  it('keeps as many spans as there is room for, and counts the others', () => {
    const { spans, dropped } = trace(SHOP, { room: 3 });
    expect([spans.length, dropped]).toEqual([3, 2]);
  });
});

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
}

interface OtlpFile {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly { readonly value: object }[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

describe('OTLP', () => {
  it('has the ids, kinds, times and states that other tools expect', () => {
    const { spans } = trace({ ...SHOP, policies: { 'shop -> bank': [{ timeout: '5ms' }] } });
    const { resourceSpans } = JSON.parse(renderOtlp({ spans, dropped: 0 })) as OtlpFile;
    const own = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((each) => each.spans));
    expect(own).toHaveLength(spans.length);
    for (const { traceId, spanId } of own) {
      expect(traceId).toMatch(/^[0-9a-f]{32}$/);
      expect(spanId).toMatch(/^[0-9a-f]{16}$/);
    }
    const request = own.find(({ parentSpanId }) => parentSpanId === undefined) as OtlpSpan;
    const failed = { code: 2, message: 'timeout' };
    expect(request).toMatchObject({ name: 'shop.buy', kind: 3, status: failed });
    const length = BigInt(request.endTimeUnixNano) - BigInt(request.startTimeUnixNano);
    expect(length).toBe(10_000_000n);
    const services = resourceSpans.map(({ resource }) => resource.attributes[0]?.value);
    expect(services).toEqual(
      expect.arrayContaining(['users', 'shop', 'bank'].map((stringValue) => ({ stringValue }))),
    );
  });
});
