/** The timeline: what users got, where calls piled up, what breakers did, while faults came and went. */
import type { ExperimentResult } from '../../sim/index.js';
import { type Phrase, says } from '../document/phrase.js';
import { labelsOf } from '../strategies.js';
import { defineFigure, type Figure } from './figure.js';
import { timeDrawing } from './time/chart.js';
import type { Curves } from './time/curves.js';
import { type Frame, frameOf } from './time/frame.js';
import { backlogs, failures, goodput, queues } from './time/panels.js';
import { type Extreme, story } from './time/story.js';
import { stripsOf } from './time/strips.js';
import { timeTable } from './time/table.js';

export const timeline = defineFigure({
  kind: 'timeline',
  section: 'time',
  of: (result) => {
    const answers = goodput(result);
    const lengths = answers.series.map(({ values }) => values.mean.length);
    return Math.max(0, ...lengths) === 0 ? [] : [timelineOf(result, answers)];
  },
});

function timelineOf(result: ExperimentResult, answers: Curves): Figure {
  const frame = frameOf(result);
  const below = stripsOf(result, frame);
  const rest = [...failures(result), ...queues(result), ...backlogs(result)];
  const curves = [answers, ...rest];
  const title =
    frame.faults.length > 0
      ? says`Before, during and after the faults`
      : says`Answers, failures and queues`;
  return {
    name: 'timeline',
    title,
    caption: captionOf(frame, below?.caption ?? ''),
    words: [
      ...wordsOf([answers], 'lowest', frame),
      ...wordsOf(rest, 'highest', frame),
      ...(below?.words ?? []),
    ],
    table: timeTable({ name: 'timeline', title }, curves, frame),
    drawing: timeDrawing({
      frame,
      labels: labelsOf(result),
      curves,
      ...(below === null ? {} : { below }),
    }),
    size: 'whole',
  };
}

function captionOf({ faults, warmup }: Frame, strips: string): string {
  const sentences = [
    faults.length > 0 ? 'Faults are at work where the ground is shaded orange.' : '',
    warmup > 0 ? 'The warm-up, shaded grey, counts in no other figure.' : '',
    strips,
  ];
  return sentences.filter((each) => each !== '').join(' ');
}

function wordsOf(panels: readonly Curves[], extreme: Extreme, frame: Frame): readonly Phrase[] {
  return panels.flatMap(({ title, series, unit }) =>
    series.map((each) => says`${title}: ${story(each, unit, extreme, frame)}`),
  );
}
