/** The catalogue of faults: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { brokerDown } from './broker-down.js';
import { controllerLoss } from './controller-loss.js';
import { coordinatorLoss } from './coordinator-loss.js';
import { crash } from './crash.js';
import { delay } from './delay.js';
import { errors } from './errors.js';
import { freeze } from './freeze.js';
import { latency } from './latency.js';
import { loss } from './loss.js';
import { nodeCrash } from './node-crash.js';
import { nodeHang } from './node-hang.js';
import { nodeIsolation } from './node-isolation.js';
import { partition } from './partition.js';
import { slow } from './slow.js';
import { slowDisk } from './slow-disk.js';
import { spike } from './spike.js';

export const faults = new Catalogue('fault', 'faults', [
  slow,
  delay,
  errors,
  crash,
  freeze,
  partition,
  loss,
  latency,
  brokerDown,
  nodeCrash,
  nodeHang,
  nodeIsolation,
  slowDisk,
  controllerLoss,
  coordinatorLoss,
  spike,
]);
