/** The catalogue of figures, in the order of a report. */
import { effects } from './effects.js';
import { failures } from './failures.js';
import type { FigureKind } from './figure.js';
import { latency } from './latency.js';
import { percentiles } from './percentiles.js';
import { timeline } from './timeline.js';
import { topology } from './topology.js';
import { tradeOff } from './trade-off.js';

export const figures: readonly FigureKind[] = [
  timeline,
  latency,
  percentiles,
  tradeOff,
  failures,
  effects,
  topology,
];
