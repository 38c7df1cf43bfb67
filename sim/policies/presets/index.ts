/** The catalogue of presets: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { awsSdk } from './aws-sdk.js';
import { cockatiel } from './cockatiel.js';
import { envoy } from './envoy.js';
import { finagle } from './finagle.js';
import { grpc } from './grpc.js';
import { hystrix } from './hystrix.js';
import { istio } from './istio.js';
import { istio123 } from './istio-1.23.js';
import { linkerd } from './linkerd.js';
import { opossum } from './opossum.js';
import { polly } from './polly.js';
import { resilience4j } from './resilience4j.js';

export const presets = new Catalogue('preset', 'presets', [
  opossum,
  cockatiel,
  resilience4j,
  hystrix,
  polly,
  istio,
  istio123,
  envoy,
  linkerd,
  finagle,
  grpc,
  awsSdk,
]);
