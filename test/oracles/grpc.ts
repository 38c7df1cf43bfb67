/** @grpc/grpc-js 1.14.7 over a real connection, with its timers under our clock; and our policies on the same script. */
import { isDeepStrictEqual } from 'node:util';
import {
  Client,
  credentials,
  Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceError,
  type StatusObject,
  status,
} from '@grpc/grpc-js';
import type { Fault } from '../../sim/primitives/outcome.js';
import type { Reply, Visit } from '../policies/stage.js';
import { underClock } from './clock.js';
import type { PlayFunction } from './script.js';

/** What the callee does with one attempt: how long it takes, and how it ends; with a hint when to come back. */
export interface Step {
  readonly after: number;
  readonly ends: 'ok' | 'unavailable' | 'server-error';
  readonly pushBack?: number | null | undefined;
}

export interface GrpcScript {
  /** Milliseconds at which calls are made. */
  readonly calls: readonly number[];
  /** Milliseconds that each call has. */
  readonly deadline: number;
  /** What becomes of each attempt of each call; the last one repeats. */
  readonly steps: readonly (readonly Step[])[];
}

/** One call as its caller saw it. */
interface Ended {
  readonly ends: string;
  readonly at: number;
  /** The attempt whose answer it is; null when it is nobody's. */
  readonly attempt: number | null;
}

export interface Account {
  readonly calls: readonly (Ended | null)[];
  /** Milliseconds at which the attempts of each call arrived. */
  readonly arrivals: readonly (readonly number[])[];
  /** How many attempts of each call the callee was told to stop. */
  readonly stopped: readonly number[];
}

const CODES = {
  ok: status.OK,
  unavailable: status.UNAVAILABLE,
  'server-error': status.INTERNAL,
} as const;

const NAMES: Readonly<Record<number, string>> = {
  [status.OK]: 'ok',
  [status.UNAVAILABLE]: 'unavailable',
  [status.INTERNAL]: 'server-error',
  [status.DEADLINE_EXCEEDED]: 'deadline-exceeded',
};

/** Turns of the loop in which a message comes to the other side and its answer back; on a busy machine it may take more. */
const TURNS = 5;
const PATIENT_TURNS = 400;
/** The longest that anything takes after the last call was made. */
const REST = 20_000;

async function delivered(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}

function stepOf({ steps }: GrpcScript, call: number, attempt: number): Step {
  const own = steps[call] as readonly Step[];
  return own[Math.min(attempt, own.length - 1)] as Step;
}

const bytes = (value: Buffer) => value;
const METHOD = {
  path: '/test.Test/ask',
  requestStream: false,
  responseStream: false,
  requestSerialize: bytes,
  requestDeserialize: bytes,
  responseSerialize: bytes,
  responseDeserialize: bytes,
} as const;

type Answer = (error: Partial<StatusObject> | null, value: Buffer | null) => void;

/** What a client is told by a service config, as JSON has it. */
interface ServiceConfig {
  readonly method: object;
  readonly retryThrottling?: object | undefined;
}

/** A server of gRPC on this machine. */
export class Loopback {
  private readonly server = new Server();
  private port = 0;
  private targets = 0;
  private ask: (call: ServerUnaryCall<Buffer, Buffer>, answer: Answer) => void = () => {};

  async open(): Promise<void> {
    this.server.addService({ ask: METHOD } as never, {
      ask: (call: ServerUnaryCall<Buffer, Buffer>, answer: Answer) => this.ask(call, answer),
    });
    this.port = await new Promise((resolve, reject) => {
      this.server.bindAsync('0.0.0.0:0', ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
  }

  close(): void {
    this.server.forceShutdown();
  }

  /** Plays a script with a client of that service config; once more with patience when something else was expected. */
  async play(expected: Account, script: GrpcScript, config: ServiceConfig): Promise<Account> {
    const first = await this.playOnce(script, config, TURNS);
    if (isDeepStrictEqual(first, expected)) return first;
    return this.playOnce(script, config, PATIENT_TURNS);
  }

  private async playOnce(
    script: GrpcScript,
    { method, retryThrottling }: ServiceConfig,
    turns: number,
  ): Promise<Account> {
    // Throttles are shared by target for as long as the process lives: each script has a target of its own.
    const target = ++this.targets;
    const host = `127.0.${target >> 7}.${(target % 128) + 1}`;
    const client = new Client(`${host}:${this.port}`, credentials.createInsecure(), {
      'grpc.service_config': JSON.stringify({
        loadBalancingConfig: [],
        methodConfig: [{ name: [{ service: 'test.Test' }], ...method }],
        retryThrottling,
      }),
      'grpc.use_local_subchannel_pool': 1,
    });
    await new Promise<void>((resolve, reject) =>
      client.waitForReady(Date.now() + 5000, (error) => (error ? reject(error) : resolve())),
    );
    const random = Math.random;
    // In the middle of the jitter: the delay itself.
    Math.random = () => 0.5;
    try {
      return await this.playWith(client, script, turns);
    } finally {
      Math.random = random;
      client.close();
    }
  }

  private playWith(client: Client, script: GrpcScript, turns: number): Promise<Account> {
    return underClock(async (clock) => {
      const arrivals: number[][] = script.calls.map(() => []);
      const stopped = script.calls.map(() => 0);
      const calls: (Ended | null)[] = script.calls.map(() => null);
      this.ask = (served, answer) => {
        const call = served.request.readUInt8(0);
        const own = arrivals[call] as number[];
        const attempt = own.length;
        const { after, ends, pushBack = null } = stepOf(script, call, attempt);
        own.push(clock.now());
        let answered = false;
        const timer = setTimeout(() => {
          answered = true;
          if (ends === 'ok') {
            answer(null, Buffer.from([attempt]));
            return;
          }
          const metadata = new Metadata();
          metadata.set('attempt', String(attempt));
          if (pushBack !== null) metadata.set('grpc-retry-pushback-ms', String(pushBack));
          answer({ code: CODES[ends], metadata }, null);
        }, after);
        served.on('cancelled', () => {
          // It also says so when a failure has been answered.
          if (answered) return;
          clearTimeout(timer);
          (stopped[call] as number)++;
        });
      };
      script.calls.forEach((time, index) => {
        clock.at(time, () => {
          const done = (error: ServiceError | null, value?: Buffer) => {
            const said = error === null ? value?.readUInt8(0) : error.metadata.get('attempt')[0];
            calls[index] = {
              ends: NAMES[error?.code ?? 0] ?? String(error?.code),
              at: clock.now(),
              attempt: said === undefined ? null : Number(said),
            };
          };
          const deadline = Date.now() + script.deadline;
          const request = Buffer.from([index]);
          client.makeUnaryRequest(
            METHOD.path,
            bytes,
            bytes,
            request,
            new Metadata(),
            { deadline },
            done,
          );
        });
      });
      await clock.runUntil((script.calls.at(-1) as number) + REST, () => delivered(turns));
      return { calls, arrivals, stopped };
    });
  }
}

/** Instants at which something is decided: what comes closer together than this is decided by chance. */
const APART = 4;

/** The account of our policies on the same script; null when chance would decide. */
export function withPolicies(
  play: PlayFunction,
  script: GrpcScript,
  policy: object,
  timersOf: (visit: Visit, isFirst: boolean) => readonly number[],
): Account | null {
  const { seen, visits, outcomes } = play({
    policies: [{ deadline: `${script.deadline}ms` }, policy],
    calls: script.calls,
    callee: (_, call, attempt) => replyOf(stepOf(script, call, attempt)),
  });
  const of = script.calls.map((_, call) => visits.filter(({ caller }) => caller === call));
  const instants = script.calls.flatMap((at, call) => [
    at,
    at + script.deadline,
    ...(of[call] as Visit[]).flatMap((visit, attempt) => [
      visit.from + stepOf(script, call, attempt).after,
      ...timersOf(visit, attempt === 0),
    ]),
  ]);
  instants.sort((a, b) => a - b);
  if (instants.some((at, index) => at - (instants[index - 1] ?? -APART) < APART)) return null;
  return {
    calls: seen.map((each, call) => {
      const { ends = 'never', at = 0 } = each ?? {};
      const own = of[call] as Visit[];
      const attempt = own.findIndex(
        ({ outcome }) => outcome !== null && outcome === outcomes[call],
      );
      return { ends, at, attempt: attempt < 0 ? null : attempt };
    }),
    arrivals: of.map((own) => own.map(({ from }) => from)),
    stopped: of.map((own) => own.filter(({ outcome }) => outcome === null).length),
  };
}

function replyOf({ after, ends, pushBack = null }: Step): Reply {
  if (ends === 'ok') return { after };
  const fault: Fault = ends;
  return pushBack === null ? { after, fault } : { after, fault, retryAfter: pushBack };
}
