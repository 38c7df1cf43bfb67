import { integer, number } from '../../catalogue/scalars.js';
import { defineDetection, type Standing } from '../detection.js';

export const successRate = defineDetection({
  kind: 'success-rate',
  summary: 'At a sweep, those whose share of successes is far below that of the others.',
  source: 'Envoy outlier detection, success_rate (V5); gRPC A50',
  options: {
    deviations: number({
      doc: 'Standard deviations below the mean.',
      default: 1.9,
      min: 0,
      source: 'Envoy and gRPC success_rate_stdev_factor',
    }),
    volume: integer({
      doc: 'Answers since the last sweep that an endpoint needs to be looked at.',
      default: 100,
      min: 1,
      source: 'Envoy and gRPC success_rate_request_volume',
    }),
    endpoints: integer({
      doc: 'Endpoints with so many answers that there must be.',
      default: 5,
      min: 1,
      source: 'Envoy and gRPC success_rate_minimum_hosts',
    }),
  },
  shorthand: 'deviations',
  create: ({ deviations, volume, endpoints }) => ({
    swept(all) {
      const rates = all.filter((record) => record.total >= volume && !record.ejected).map(rateOf);
      if (rates.length < endpoints) return () => false;
      const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
      const variance =
        rates.reduce((sum, rate) => sum + (rate - mean) * (rate - mean), 0) / rates.length;
      const least = mean - deviations * Math.sqrt(variance);
      return (record) => record.total >= volume && rateOf(record) < least;
    },
  }),
});

/** Successes in percent. */
function rateOf({ total, failed }: Standing): number {
  return (100 * (total - failed)) / total;
}
