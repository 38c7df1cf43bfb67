/** What benchmarks use of the simulator, built together with the program: what they measure is what it runs. */
// What is measured runs as it does in a worker thread.
import '../sim/experiment/engine.js';

export { runOnce } from '../sim/experiment/run.js';
export { traced } from '../sim/experiment/trace.js';
export { deriveKey, draw, rootKey, salt } from '../sim/kernel/random.js';
export { Simulation } from '../sim/kernel/simulation.js';
export { Histogram } from '../sim/math/histogram.js';
export { UNIT } from '../sim/primitives/distributions/exponential.js';
export { compile, fromText } from '../sim/scenario/compile.js';
export { Requests } from '../sim/telemetry/requests.js';
export { Stations } from '../sim/telemetry/stations.js';
