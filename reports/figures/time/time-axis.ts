/** The axis of time, the same in every panel; only the lowest one says the time. */
import { timeLabel, timeTicks } from '../axes.js';
import type { Frame } from './frame.js';

export function timeX({ span }: Frame, labelled: boolean) {
  const domain: [number, number] = [0, span];
  return {
    type: 'quantitative' as const,
    scale: { domain, nice: false },
    axis: {
      title: null,
      values: [...timeTicks(span)],
      labelExpr: timeLabel(span),
      labels: labelled,
      ticks: labelled,
    },
  };
}

export type TimeX = ReturnType<typeof timeX>;
