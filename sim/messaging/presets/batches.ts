/** What consumers of logs say of batches. */
import { choice } from '../../catalogue/scalars.js';

/** How the code gets what a poll has brought. */
export const BATCHES = {
  listener: choice(['record', 'batch'], {
    doc: 'One call works on one record; or on all that a poll has brought: `work`, `wait`, `call` and `publish` are done once, each `effect` takes place and each `fail` is thrown for every record.',
    default: 'record',
    source: 'batch listeners of Spring for Apache Kafka; AWS Lambda event source mappings',
  }),
  'batch-retry': choice(['all', 'rest'], {
    doc: 'What comes again when some records of a batch have failed: all of it, or from the first of these on.',
    default: 'all',
    source: 'BatchListenerFailedException of Spring; ReportBatchItemFailures of AWS Lambda',
  }),
};
