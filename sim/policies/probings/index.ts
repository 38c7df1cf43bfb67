/** The catalogue of manners of probing: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { firstAnswer } from './first-answer.js';
import { permits } from './permits.js';
import { waitingLine } from './waiting-line.js';

export const probings = new Catalogue('manner of probing', 'probings', [
  permits,
  firstAnswer,
  waitingLine,
]);
