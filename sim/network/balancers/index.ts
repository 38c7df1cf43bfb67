/** The catalogue of balancers: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { choices } from './choices.js';
import { elsewhere } from './elsewhere.js';
import { leastInFlight } from './least-in-flight.js';
import { maglev } from './maglev.js';
import { peakEwma } from './peak-ewma.js';
import { random } from './random.js';
import { ringHash } from './ring-hash.js';
import { roundRobin } from './round-robin.js';
import { smoothWeighted } from './smooth-weighted.js';
import { weighted } from './weighted.js';

export const balancers = new Catalogue('balancer', 'balancers', [
  roundRobin,
  random,
  leastInFlight,
  choices,
  peakEwma,
  weighted,
  smoothWeighted,
  ringHash,
  maglev,
  elsewhere,
]);
