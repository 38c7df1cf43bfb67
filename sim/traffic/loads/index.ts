/** The catalogue of loads: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { constant } from './constant.js';
import { poisson } from './poisson.js';
import { profile } from './profile.js';
import { renewal } from './renewal.js';
import { times } from './times.js';
import { users } from './users.js';

export const loads = new Catalogue('load', 'loads', [
  poisson,
  constant,
  profile,
  renewal,
  times,
  users,
]);
