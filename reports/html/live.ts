/** What brings a page to life: its charts as Vega specifications, their data packed. */
import type { Data, Spec } from 'vega';
import type { ExperimentResult } from '../../sim/index.js';
import type { Document } from '../document/document.js';
import { THEMED } from '../drawing/palette.js';
import { vegaOf } from '../drawing/svg.js';
import type { Look } from '../figures/look.js';
import { labelsOf } from '../strategies.js';
import {
  type LiveFigure,
  type PackedData,
  type PackedSpec,
  type Payload,
  packed,
} from './payload.js';

/** The script measures its place and sets the width. */
const LOOK: Look = { palette: THEMED, width: 600, live: true, alone: false };

export function payloadOf(result: ExperimentResult, document: Document): Payload {
  const figures = document.sections
    .flatMap((section) => section.blocks)
    .flatMap((block) => (block.kind === 'figures' ? block.figures : []));
  return {
    figures: figures.flatMap((figure): LiveFigure[] => {
      const { name, drawing } = figure;
      if (drawing.kind !== 'chart') return [];
      return [{ name, spec: packedSpec(vegaOf(figure, LOOK)), probed: drawing.probed }];
    }),
    labels: labelsOf(result),
    span: result.scenario.duration,
  };
}

function packedSpec(spec: Spec): PackedSpec {
  return { ...spec, data: (spec.data ?? []).map(packedData) };
}

function packedData(data: Data): PackedData {
  if (!('values' in data) || !Array.isArray(data.values)) return { ...data };
  const { values, ...rest } = data;
  return { ...rest, columns: packed(values as Readonly<Record<string, unknown>>[]) };
}
