/** Breakers and outliers: strips that redden with the share of breakers that are open, of instances that are ejected. */
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

/** What strips tell of: a good state and a bad one, and how both are spoken of. */
interface Matter {
  readonly title: string;
  readonly good: string;
  readonly bad: string;
  /** What a strip shows the share of. */
  readonly share: string;
  readonly words: (strip: Strip) => Phrase;
}

const MATTERS: readonly Matter[] = [
  {
    title: 'breakers',
    good: 'closed',
    bad: 'open',
    share: 'of breakers that are open',
    words({ strategy, place, policies: [policy] }) {
      const { kind, copies } = policy as PolicyTimeline;
      const times = policy?.entered.open ?? 0;
      const together = copies === 1 ? '' : `, all ${copies} copies together`;
      const opened = times === 0 ? 'never opened' : `opened ${often(times)}${together}`;
      return says`the ${kind} of ${name(strategy)} at ${name(place)} ${opened}`;
    },
  },
  {
    title: 'ejections',
    good: 'in use',
    bad: 'ejected',
    share: 'of instances that are ejected',
    words({ strategy, place, policies }) {
      const times = policies.map(({ entered }) => entered.ejected ?? 0);
      const total = times.reduce((sum, each) => sum + each, 0);
      const most = Math.max(...times);
      const whom = policies[times.indexOf(most)]?.instance ?? 0;
      const said =
        total === 0
          ? 'never ejected an instance'
          : `ejected instances ${often(total)}, most often instance ${whom} (${often(most)})`;
      return says`the outliers of ${name(strategy)} at ${name(place)} ${said}`;
    },
  },
];

function often(times: number): string {
  return times === 1 ? 'once' : `${significant(times)} times`;
}

/** Policies at one place that share a strip: one, or one for each instance. */
interface Strip {
  readonly strategy: string;
  readonly place: string;
  readonly matter: Matter;
  readonly policies: readonly PolicyTimeline[];
}

export interface Strips extends Below {
  /** What the strips are: a sentence for the caption. */
  readonly caption: string;
  readonly words: readonly Phrase[];
}

/** Strips for all that can be open or ejected, or null without any. */
export function stripsOf({ strategies }: ExperimentResult, frame: Frame): Strips | null {
  const strips = strategies.flatMap(({ policies, ...strategy }) =>
    MATTERS.flatMap((matter) => {
      const { good, bad } = matter;
      const own = policies.filter(({ states }) => good in states || bad in states);
      return [...new Set(own.map(({ place }) => place))].map((place): Strip => {
        const here = own.filter((each) => each.place === place);
        return { strategy: labelOf(strategy), place, matter, policies: here };
      });
    }),
  );
  if (strips.length === 0) return null;
  const matters = MATTERS.filter((each) => strips.some(({ matter }) => matter === each));
  const shares = matters.map((each) => each.share).join(', or ');
  const rows = strips.flatMap((strip) => stripes(strip, frame));
  const order = [...new Set(strips.map(rowOf))];
  return {
    datasets: { strips: rows },
    panel: (look) => panel(matters, order, frame, look),
    caption: `In the strips at the bottom, the redder, the larger the share ${shares}.`,
    words: strips.map((strip) => strip.matter.words(strip)),
  };
}

function rowOf({ strategy, place }: Strip): string {
  return `${strategy}: ${place}`;
}

/** Runs of equal share, closed ones included. */
function stripes(strip: Strip, frame: Frame): readonly Row[] {
  const shares = sharesOf(strip);
  const rows: { from: number; to: number; level: number }[] = [];
  for (const [slice, value] of shares.entries()) {
    const level = Math.ceil(value * STEPS - 1e-9) / STEPS;
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

/** The share of the policies that is in the bad state, by slice. */
function sharesOf({ matter: { good, bad }, policies }: Strip): readonly number[] {
  const series = policies.map(({ states: { [bad]: ill, [good]: well } }) =>
    ill === undefined ? (well?.mean.map(() => 0) ?? []) : ill.mean,
  );
  const [first = []] = series;
  return first.map(
    (_, slice) => series.reduce((sum, each) => sum + (each[slice] ?? 0), 0) / series.length,
  );
}

function tipOf(
  strip: Strip,
  { from, to, level }: { readonly from: number; readonly to: number; readonly level: number },
  { span }: Frame,
): string {
  const { matter, policies } = strip;
  const all = policies.reduce((sum, { copies }) => sum + copies, 0);
  const state = level === 0 ? matter.good : `${matter.bad}: up to ${share(level)} of ${all}`;
  return `${rowOf(strip)}\n${clock(from, span)} to ${clock(to, span)}\n${state}`;
}

function panel(
  matters: readonly Matter[],
  order: readonly string[],
  frame: Frame,
  look: Look,
): Panel {
  const { palette, live } = look;
  const x = { ...timeX(frame, true), field: 'from' } as const;
  const y = {
    field: 'row',
    type: 'nominal',
    sort: [...order],
    axis: { title: null, labels: false, ticks: false },
  } as const;
  const ends = { x, x2: { field: 'to' }, y };
  // One of many is to be seen too.
  const opacity = { domain: [0, 1 / STEPS, 1], range: [0, 0.3, 1] };
  return {
    name: 'strips',
    title: titleOf(
      matters.map(({ title }) => title).join(' and '),
      `share ${matters.map((each) => each.share).join(', or ')}`,
    ),
    height: { step: STEP },
    data: { name: 'strips' },
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
