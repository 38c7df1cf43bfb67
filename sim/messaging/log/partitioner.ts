/** Which partition a producer sends a message to. */
import { draw, salt } from '../../kernel/random.js';
import type { LogRecord } from './batch.js';
import { partitionOfKey } from './murmur.js';
import type { ProducerOptions } from './producing.js';

const STICKY = salt('producer.sticky');

export class Partitioner {
  private sticky = 0;
  /** Bytes that have gone there. */
  private stuck = 0;

  constructor(
    private readonly partitions: number,
    private readonly options: Pick<ProducerOptions, 'size' | 'batchSize'>,
  ) {}

  /** Keys stay together; without a key a partition is kept until a batch's worth has gone there. */
  partitionFor(record: LogRecord): number {
    if (record.key >= 0) return partitionOfKey(record.key, this.partitions);
    const { size, batchSize } = this.options;
    this.stuck += size;
    if (this.stuck + size <= batchSize) return this.sticky;
    const before = this.sticky;
    this.sticky = Math.floor(draw(record, STICKY) * this.partitions);
    this.stuck = 0;
    return before;
  }
}
