/** A trace: one replication again, with an eye on single requests. */
import type { Variant } from '../scenario/compile.js';
import { type Pattern, readPattern } from '../scenario/edges.js';
import type { Model } from '../scenario/model.js';
import { type Span, type SpanPlan, Spans } from '../telemetry/spans.js';
import { runOnce } from './run.js';

/** What was done for some of the requests of one replication. */
export interface Trace {
  readonly spans: readonly Span[];
  /** Spans left out because there were more than there is room for. */
  readonly dropped: number;
}

export interface TraceOptions {
  /** From 0; a run is the same whether it is traced or not. */
  readonly replication?: number;
  /** Share of the requests that are followed; all by default. */
  readonly share?: number;
  /** How many spans are kept at most. */
  readonly room?: number;
}

/** Spans that a browser still shows with ease. */
const ROOM = 100_000;

/**
 * Runs one replication and follows requests through it.
 * @throws Diagnosis when the model cannot get anywhere
 */
export function traced(
  variant: Variant,
  { replication = 0, share = 1, room = ROOM }: TraceOptions = {},
): Trace {
  let spans: Spans | undefined;
  const observe = (model: Model) => {
    spans = new Spans(model.simulation, planOf(model, variant), share, room);
  };
  runOnce(variant, { replication, observe });
  const { ended, dropped } = spans as Spans;
  return { spans: ended, dropped };
}

function planOf({ clients, services, edges }: Model, { linked }: Variant): SpanPlan {
  return {
    clients: clients.map(({ name, wanted }) => ({
      name,
      wanted: wanted.map(({ operation }) => operation),
    })),
    services: services.map(({ name, instances }) => ({
      name,
      operations: Object.keys(linked.scenario.services[name]?.operations ?? {}),
      first: instances[0]?.number ?? 0,
    })),
    edges: edges.map((edge) => readPattern(edge) as Pattern),
  };
}
