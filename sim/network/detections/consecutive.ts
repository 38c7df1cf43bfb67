import { integer } from '../../catalogue/scalars.js';
import { defineDetection } from '../detection.js';

export const consecutive = defineDetection({
  kind: 'consecutive',
  summary: 'So many failures in a row, at once.',
  source: 'Envoy outlier detection, consecutive_5xx (V1)',
  options: {
    failures: integer({
      doc: 'How many.',
      default: 5,
      min: 1,
      source: 'Envoy and Istio consecutive_5xx',
    }),
  },
  shorthand: 'failures',
  create: ({ failures }) => ({
    failed(record) {
      if (record.row !== failures) return false;
      // It counts anew, whether or not there is room for one more ejection.
      record.row = 0;
      return true;
    },
  }),
});
