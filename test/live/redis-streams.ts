/** A group of consumers of a stream: each reads, acknowledges, and now and then claims what is pending with others. */
import type { Redis } from 'ioredis';
import type { Conversation } from './conversation.js';
import type { Connect } from './redis.js';
import type { Listener, Play } from './stage.js';

const [STREAM, GROUP] = ['jobs', 'workers'];

type Entry = [id: string, fields: string[] | null];

class Reader {
  private inHand = 0;
  private readonly reading: Redis;
  private readonly acting: Redis;
  private id = 0;
  private blocked = false;
  alive = true;

  constructor(
    private readonly index: number,
    connect: Connect,
    private readonly options: Readonly<Record<string, unknown>>,
    private readonly listener: Listener,
  ) {
    this.reading = connect();
    this.acting = connect();
  }

  async begin(): Promise<void> {
    this.id = await this.reading.client('ID');
    void this.read();
  }

  private get free(): number {
    return Number(this.options['concurrency'] ?? 10) - this.inHand;
  }

  private async read(): Promise<void> {
    if (!this.alive || this.blocked || this.free <= 0) return;
    this.blocked = true;
    const call = ['GROUP', GROUP, `c${this.index}`, 'COUNT', this.free, 'BLOCK', 0];
    const answer = (await this.reading
      .call('XREADGROUP', ...call, 'STREAMS', STREAM, '>')
      .catch(() => null)) as [string, Entry[]][] | null;
    this.blocked = false;
    for (const [, entries] of answer ?? []) for (const entry of entries) this.take(entry, 1);
    if (answer !== null) void this.read();
  }

  private take([id, fields]: Entry, deliveries: number): void {
    this.inHand++;
    this.listener.taken(this.index, Number(fields?.[1]), deliveries, (ok) => {
      this.inHand--;
      // One that fails just leaves the message where it is.
      if (ok) void this.acting.xack(STREAM, GROUP, id);
      void this.read();
    });
  }

  /** Takes over what has been pending for long; what was delivered too often is put aside. */
  async claim(): Promise<void> {
    if (!this.alive || this.free <= 0) return;
    const idle = millisecondsOf(this.options['min-idle']);
    const call = [STREAM, GROUP, `c${this.index}`, idle, '0-0', 'COUNT', this.free];
    const answer = (await this.acting.call('XAUTOCLAIM', ...call)) as [string, Entry[]];
    const most = Number(this.options['max-deliveries'] ?? Number.POSITIVE_INFINITY);
    for (const entry of answer[1]) {
      const [id, fields] = entry;
      const pending = await this.acting.xpending(STREAM, GROUP, id, id, 1);
      const deliveries = (pending[0] as [string, string, number, number])[3];
      if (deliveries <= most) this.take(entry, deliveries);
      else {
        await this.acting.xack(STREAM, GROUP, id);
        this.listener.told('dead', `${fields?.[1]}`);
      }
    }
    // A read that waits was for hands that are full now.
    if (answer[1].length > 0) await this.acting.call('CLIENT', 'UNBLOCK', this.id);
    void this.read();
  }

  stop(): void {
    this.alive = false;
    this.reading.disconnect();
    this.acting.disconnect();
  }
}

export async function openStreams(
  connect: Connect,
  { broker, subscriber = {} }: Conversation,
  listener: Listener,
): Promise<Play> {
  const home = connect();
  await home.flushall();
  await home.xgroup('CREATE', STREAM, GROUP, '$', 'MKSTREAM');
  const readers = new Map<number, Reader>();
  const trimming = 'max-length' in broker ? ['MAXLEN', '=', `${broker['max-length']}`] : [];
  let claims: NodeJS.Timeout | undefined;
  return {
    begin() {
      const claimAll = async () => {
        for (const reader of [...readers.values()]) await reader.claim();
      };
      const every = millisecondsOf(subscriber['claim-every'] ?? '30000ms');
      claims = setInterval(() => void claimAll(), every);
    },
    publish(number) {
      void home.call('XADD', STREAM, ...trimming, '*', 'number', `${number}`);
    },
    async join(consumer) {
      const reader = new Reader(consumer, connect, subscriber, listener);
      readers.set(consumer, reader);
      await reader.begin();
    },
    kill: (consumer) => readers.get(consumer)?.stop(),
    async close() {
      clearInterval(claims);
      for (const reader of readers.values()) reader.stop();
      home.disconnect();
    },
  };
}

export function millisecondsOf(duration: unknown): number {
  const [, amount, unit] = /^([\d.]+)(ms|s)$/.exec(String(duration)) ?? [];
  if (amount === undefined) throw new Error(`${duration}: not in s or ms`);
  return Number(amount) * (unit === 's' ? 1000 : 1);
}
