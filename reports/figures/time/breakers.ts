/** Breakers: strips that redden with the share of copies that are open. */
import type { ExperimentResult, PolicyTimeline } from '../../../sim/index.js';
import { name, type Phrase, says } from '../../document/phrase.js';
import { clock } from '../../numbers/clock.js';
import { significant } from '../../numbers/digits.js';
import { share } from '../../numbers/quantity.js';
import { labelOf } from '../../strategies.js';
import { titleOf } from '../axes.js';
import type { Panel, Row } from '../figure.js';
import type { Look } from '../look.js';
import type { Below } from './chart.js';
import type { Frame } from './frame.js';
import { shade } from './shade.js';
import { timeX } from './time-axis.js';

/** Pixels of a strip with the room around it. */
const STEP = 32;
/** The strip lies below its label. */
const BAR = { type: 'bar', height: 12, yOffset: 7 } as const;
const LABEL = { type: 'text', align: 'left', dy: -8 } as const;
/** Shares are drawn in so many steps: neighbours that look the same become one stripe. */
const STEPS = 8;

interface Strip {
  readonly strategy: string;
  readonly policy: PolicyTimeline;
}

export interface Strips extends Below {
  readonly words: readonly Phrase[];
}

/** Strips for all policies that can be open, or null without any. */
export function breakers({ strategies }: ExperimentResult, frame: Frame): Strips | null {
  const strips = strategies.flatMap((strategy) =>
    strategy.policies
      .filter(({ states }) => 'closed' in states || 'open' in states)
      .map((policy): Strip => ({ strategy: labelOf(strategy), policy })),
  );
  if (strips.length === 0) return null;
  const rows = strips.flatMap((strip) => stripes(strip, frame));
  const order = [...new Set(strips.map(rowOf))];
  return {
    datasets: { breakers: rows },
    panel: (look) => panel(order, frame, look),
    words: strips.map(worded),
  };
}

function rowOf({ strategy, policy }: Strip): string {
  return `${strategy}: ${policy.place}`;
}

/** Runs of equal share, closed ones included. */
function stripes(strip: Strip, frame: Frame): readonly Row[] {
  const { open, closed } = strip.policy.states;
  const shares = open?.mean ?? closed?.mean.map(() => 0) ?? [];
  const rows: { from: number; to: number; level: number }[] = [];
  for (const [slice, value] of shares.entries()) {
    const level = Math.ceil((value ?? 0) * STEPS - 1e-9) / STEPS;
    const to = Number(((slice + 1) * frame.slice).toPrecision(8));
    const last = rows.at(-1);
    if (last?.level === level) last.to = to;
    else rows.push({ from: Number((slice * frame.slice).toPrecision(8)), to, level });
  }
  return rows.map((row) => ({
    ...row,
    row: rowOf(strip),
    strategy: strip.strategy,
    tip: tipOf(strip, row, frame),
  }));
}

function tipOf(
  strip: Strip,
  { from, to, level }: { readonly from: number; readonly to: number; readonly level: number },
  { span }: Frame,
): string {
  const state = level === 0 ? 'closed' : `open: up to ${share(level)} of ${strip.policy.copies}`;
  return `${rowOf(strip)}\n${clock(from, span)} to ${clock(to, span)}\n${state}`;
}

function worded({ strategy, policy }: Strip): Phrase {
  const { copies, entered } = policy;
  const times = entered.open ?? 0;
  const often = times === 1 ? 'once' : `${significant(times)} times`;
  const together = copies === 1 ? '' : `, all ${copies} copies together`;
  const opened = times === 0 ? 'never opened' : `opened ${often}${together}`;
  return says`the ${policy.kind} of ${name(strategy)} at ${name(policy.place)} ${opened}`;
}

function panel(order: readonly string[], frame: Frame, look: Look): Panel {
  const { palette, live } = look;
  const x = { ...timeX(frame, true), field: 'from' } as const;
  const y = {
    field: 'row',
    type: 'nominal',
    sort: [...order],
    axis: { title: null, labels: false, ticks: false },
  } as const;
  const ends = { x, x2: { field: 'to' }, y };
  const opacity = { domain: [0, 1], range: [0, 1] };
  return {
    name: 'breakers',
    title: titleOf('breakers', 'share of them that is open'),
    height: { step: STEP },
    data: { name: 'breakers' },
    layer: [
      ...shade(frame, look, x, false),
      {
        mark: { ...BAR, fill: palette.good, fillOpacity: 0.28 },
        encoding: ends,
      },
      {
        mark: { ...BAR, fill: palette.bad },
        encoding: {
          ...ends,
          fillOpacity: { field: 'level', type: 'quantitative', scale: opacity, legend: null },
          ...(live ? { tooltip: { value: { expr: 'datum.tip' } } } : {}),
        },
      },
      {
        mark: { ...LABEL, fill: palette.muted, limit: { expr: 'width' } },
        transform: [{ filter: 'datum.from == 0' }],
        encoding: { x, y, text: { field: 'row', type: 'nominal' } },
      },
    ],
  };
}
