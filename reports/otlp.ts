/** Traces as OTLP JSON, the file format of OpenTelemetry: Jaeger, Tempo and others open it. */
import { type Span, type Trace, VERSION } from '../sim/index.js';

/** Kinds and states of spans in OTLP 1.x (opentelemetry/proto/trace/v1/trace.proto). */
const KINDS = { request: 3, attempt: 3, call: 2 } as const;
const ERROR = 2;

/** Simulated time begins with 1970: an instant is what the field calls Unix time. */
export function renderOtlp({ spans }: Trace): string {
  const resources = new Map<string, Span[]>();
  for (const span of spans) {
    const name = `${span.entity}#${span.copy}`;
    const own = resources.get(name);
    if (own === undefined) resources.set(name, [span]);
    else own.push(span);
  }
  const resourceSpans = [...resources.values()].map((own) => ({
    resource: { attributes: resourceOf(own[0] as Span) },
    scopeSpans: [{ scope: { name: 'faultline', version: VERSION }, spans: own.map(otlpSpan) }],
  }));
  return `${JSON.stringify({ resourceSpans })}\n`;
}

function resourceOf({ entity, copy }: Span) {
  return [text('service.name', entity), text('service.instance.id', String(copy))];
}

function otlpSpan({ request, id, parent, kind, name, from, to, waited, outcome, by }: Span) {
  const failed = by !== '' || outcome === 'cancelled';
  return {
    traceId: request.padStart(32, '0'),
    spanId: spanId(id),
    ...(parent === 0 ? {} : { parentSpanId: spanId(parent) }),
    name,
    kind: KINDS[kind],
    startTimeUnixNano: String(from),
    endTimeUnixNano: String(to),
    attributes: [
      text('faultline.outcome', outcome),
      ...(failed ? [text('error.type', outcome)] : []),
      ...(by === '' ? [] : [text('faultline.by', by)]),
      ...(kind === 'call'
        ? [{ key: 'faultline.waited', value: { intValue: String(waited) } }]
        : []),
    ],
    ...(failed ? { status: { code: ERROR, message: outcome } } : {}),
  };
}

function spanId(id: number): string {
  return id.toString(16).padStart(16, '0');
}

function text(key: string, value: string) {
  return { key, value: { stringValue: value } };
}
