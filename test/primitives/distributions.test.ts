import { beforeAll, describe, expect, it } from 'vitest';
import { deriveKey, type Keyed, salt } from '../../sim/kernel/random.js';
import { SECOND } from '../../sim/kernel/time.js';
import type { Distribution } from '../../sim/primitives/distribution.js';
import { distributions } from '../../sim/primitives/distributions/index.js';

/** Probabilities at which quantiles are known. */
const LEVELS = [0.01, 0.1, 0.5, 0.9, 0.99, 0.999];
const DRAWS = 100_000;
const S = SECOND;

interface Known {
  readonly name: string;
  readonly kind: string;
  readonly options: object;
  /** In seconds. */
  readonly mean: number;
  readonly sd: number;
  readonly quantiles: readonly number[];
  /** A mixture chooses its part with the same uniform: it grows only within a part. */
  readonly inParts?: true;
}

function make(kind: string, options: object): Distribution {
  const { create } = distributions.find(kind) as unknown as {
    create: (options: object) => Distribution;
  };
  return create(options);
}

const exponential = (mean: number) => make('exponential', { mean: mean * S });

/** Moments and quantiles computed with SciPy 1.17 (scipy.stats, and quadrature or root finding on its functions). */
const KNOWN: readonly Known[] = [
  {
    name: 'constant',
    kind: 'constant',
    options: { value: 3 * S },
    mean: 3,
    sd: 0,
    quantiles: [3, 3, 3, 3, 3, 3],
  },
  {
    name: 'uniform',
    kind: 'uniform',
    options: { from: 1 * S, to: 5 * S },
    mean: 3,
    sd: 1.1547005383792515,
    quantiles: [1.04, 1.4, 3, 4.6, 4.96, 4.996],
  },
  {
    name: 'exponential',
    kind: 'exponential',
    options: { mean: 2 * S },
    mean: 2,
    sd: 2,
    quantiles: [
      0.020100671707, 0.210721031316, 1.38629436112, 4.60517018599, 9.21034037198, 13.815510558,
    ],
  },
  {
    name: 'normal',
    kind: 'normal',
    options: { mean: 10 * S, sd: 1 * S },
    mean: 10,
    sd: 1,
    quantiles: [7.67365212596, 8.71844843445, 10, 11.2815515655, 12.326347874, 13.0902323062],
  },
  {
    name: 'normal, cut off at zero',
    kind: 'normal',
    options: { mean: 1 * S, sd: 1 * S },
    mean: 1.083315470587689,
    sd: 0.8666532223684416,
    quantiles: [0, 0, 1, 2.28155156554, 3.32634787404, 4.09023230617],
  },
  {
    name: 'lognormal by median and p99',
    kind: 'lognormal',
    options: { median: 4 * S, p99: 15 * S },
    mean: 4.7006540463976085,
    sd: 2.901523323151898,
    quantiles: [1.06666666667, 1.93123190134, 4, 8.28486728545, 15, 23.1516187164],
  },
  {
    name: 'lognormal by mean and cv',
    kind: 'lognormal',
    options: { mean: 1 * S, cv: 2 },
    mean: 1,
    sd: 2,
    quantiles: [
      0.023376870659, 0.0879891544305, 0.4472135955, 2.27300740977, 8.55546505421, 22.5483465842,
    ],
  },
  {
    name: 'erlang',
    kind: 'erlang',
    options: { mean: 2 * S, stages: 4 },
    mean: 2,
    sd: 1,
    quantiles: [
      0.411624343173, 0.872384781412, 1.83603037443, 3.34039153413, 5.02255875742, 6.53112038959,
    ],
  },
  {
    name: 'gamma, regular',
    kind: 'gamma',
    options: { mean: 3 * S, cv: 0.5 },
    mean: 3,
    sd: 1.5,
    quantiles: [
      0.617436514759, 1.30857717212, 2.75404556164, 5.01058730119, 7.53383813612, 9.79668058439,
    ],
  },
  {
    name: 'gamma, irregular',
    kind: 'gamma',
    options: { mean: 1 * S, cv: 2 },
    mean: 1,
    sd: 2,
    quantiles: [
      2.69987917182e-8, 0.000270002495425, 0.174695209411, 3.00157148895, 9.73554168879,
      17.5057770315,
    ],
  },
  {
    name: 'weibull, early failures',
    kind: 'weibull',
    options: { mean: 1 * S, shape: 0.7 },
    mean: 1,
    sd: 1.4624245730468177,
    quantiles: [
      0.00110560270774, 0.0317287086943, 0.46798792258, 2.60062556621, 7.00036490106, 12.4933705191,
    ],
  },
  {
    name: 'weibull, wear',
    kind: 'weibull',
    options: { mean: 1 * S, shape: 3 },
    mean: 1,
    sd: 0.36344650325229433,
    quantiles: [
      0.24166774908, 0.528913275669, 0.991060862018, 1.47875786773, 1.86311816525, 2.13273789932,
    ],
  },
  {
    name: 'pareto',
    kind: 'pareto',
    options: { min: 1 * S, shape: 5 },
    mean: 1.25,
    sd: 0.3227486121839514,
    quantiles: [
      1.00201208871, 1.0212956876, 1.148698355, 1.58489319246, 2.51188643151, 3.98107170553,
    ],
  },
  {
    name: 'pareto, bounded',
    kind: 'pareto',
    options: { min: 1 * S, shape: 1.1, max: 100 * S },
    mean: 4.085245366397194,
    sd: 7.725766058103204,
    quantiles: [
      1.00912006834, 1.09981851476, 1.8671549303, 7.7140853333, 42.3235928774, 87.5502276684,
    ],
  },
  {
    name: 'hyperexponential by mean and cv',
    kind: 'hyperexponential',
    options: { mean: 1 * S, cv: 3 },
    mean: 1,
    sd: 3,
    quantiles: [
      0.00558491033248, 0.0586916096038, 0.393625726159, 1.50280656999, 15.7584949174,
      37.5688939661,
    ],
    inParts: true,
  },
  {
    name: 'hyperexponential by phases',
    kind: 'hyperexponential',
    options: {
      phases: [
        { weight: 3, mean: 1 * S },
        { weight: 1, mean: 10 * S },
      ],
    },
    mean: 3.25,
    sd: 6.398241946034863,
    quantiles: [
      0.0129847278379, 0.137849143566, 1.00712145808, 9.17071353322, 32.1887582487, 55.2146091786,
    ],
    inParts: true,
  },
  {
    name: 'mixture',
    kind: 'mixture',
    options: {
      parts: [
        { weight: 9, of: exponential(1) },
        { weight: 1, of: make('uniform', { from: 5 * S, to: 7 * S }) },
      ],
    },
    mean: 1.5,
    sd: 1.7841898254763515,
    quantiles: [
      0.0111733005981, 0.117783035656, 0.810930216216, 5.10878191733, 6.8196577042, 6.99647188765,
    ],
    inParts: true,
  },
  {
    name: 'truncated exponential',
    kind: 'truncated',
    options: { of: exponential(1), min: 0, max: 1 * S },
    mean: 0.41802329313067355,
    sd: 0.2816494377629887,
    quantiles: [
      0.006341269003, 0.0652983359988, 0.379885493042, 0.84143492126, 0.982963136764,
      0.998283192729,
    ],
  },
  {
    name: 'truncated lognormal',
    kind: 'truncated',
    options: { of: make('lognormal', { median: 4 * S, p99: 15 * S }), min: 2 * S, max: 20 * S },
    mean: 5.044792739130692,
    sd: 2.6664700582228327,
    quantiles: [
      2.05237295665, 2.47905177205, 4.32367344162, 8.53986863416, 14.6471523308, 18.8358082106,
    ],
  },
  {
    name: 'empirical',
    kind: 'empirical',
    options: { samples: [8 * S, 1 * S, 4 * S, 2 * S] },
    mean: 3.5,
    sd: 2.02072594216369,
    quantiles: [1.03, 1.3, 3, 6.8, 7.88, 7.988],
  },
];

/** The variates of the first requests of a client, as a run draws them. */
function drawn(distribution: Distribution): Float64Array {
  const root: Keyed = { keyHigh: 0x6a09e667, keyLow: 0x3c6ef372 };
  const key: Keyed = { keyHigh: 0, keyLow: 0 };
  const purpose = salt('work#0');
  return Float64Array.from({ length: DRAWS }, (_, request) => {
    deriveKey(key, root, request);
    return distribution.sample(key, purpose) / S;
  });
}

function momentsOf(values: Float64Array) {
  const average = (f: (value: number) => number) =>
    values.reduce((sum, value) => sum + f(value), 0) / values.length;
  const mean = average((value) => value);
  const variance = average((value) => (value - mean) ** 2);
  const fourth = average((value) => (value - mean) ** 4);
  return { mean, variance, errorOfVariance: Math.sqrt((fourth - variance ** 2) / values.length) };
}

describe.each(KNOWN)('$name', ({ kind, options, mean, sd, quantiles, inParts }) => {
  const distribution = make(kind, options);
  let values: Float64Array;

  beforeAll(() => {
    values = drawn(distribution);
  });

  it('has the mean that it says it has', () => {
    // What is truncated has its mean by summing over ten thousand slices.
    const digits = kind === 'truncated' ? 5 : 11;
    expect(distribution.mean / S / mean).toBeCloseTo(1, digits);
  });

  it('has the mean and the variance of its law, within four standard errors', () => {
    const moments = momentsOf(values);
    expect(Math.abs(moments.mean - mean)).toBeLessThanOrEqual((4 * sd) / Math.sqrt(DRAWS) + 1e-9);
    expect(Math.abs(moments.variance - sd * sd)).toBeLessThanOrEqual(
      4 * moments.errorOfVariance + 1e-9,
    );
  });

  it('has as many values below each quantile as it should, within four standard errors', () => {
    for (const [index, level] of LEVELS.entries()) {
      const quantile = quantiles[index] as number;
      const atMost = values.filter((value) => value <= quantile * (1 + 1e-9)).length / DRAWS;
      const below = values.filter((value) => value < quantile * (1 - 1e-9)).length / DRAWS;
      const margin = 4 * Math.sqrt((level * (1 - level)) / DRAWS);
      expect(atMost, `at ${level}`).toBeGreaterThanOrEqual(level - margin);
      expect(below, `at ${level}`).toBeLessThanOrEqual(level + margin);
    }
  });

  it.skipIf(inParts === true)('is its own quantile function, and grows', () => {
    for (const [index, level] of LEVELS.entries()) {
      expect(distribution.variate(level) / S).toBeCloseTo(quantiles[index] as number, 7);
    }
    let before = 0;
    for (let n = 1; n < 2000; n++) {
      const value = distribution.variate(n / 2000);
      expect(value).toBeGreaterThanOrEqual(before);
      before = value;
    }
  });

  it('gives a duration even at the ends of the uniform', () => {
    for (const u of [2 ** -53, 1 - 2 ** -53]) {
      const value = distribution.variate(u);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(Number.isFinite(value)).toBe(true);
    }
  });
});

describe('the catalogue of distributions', () => {
  it('has a known law here for each of its members', () => {
    const tested = new Set(KNOWN.map(({ kind }) => kind));
    expect(distributions.kinds.filter((kind) => !tested.has(kind))).toEqual([]);
  });

  it('refuses to cut a mixture, or to leave nothing', () => {
    const { check } = distributions.get('truncated');
    const of = exponential(1);
    const mixture = make('hyperexponential', { mean: S, cv: 2 });
    expect(check?.({ of: mixture, min: 0, max: S } as never)).toMatch('without parts');
    expect(check?.({ of, min: 2 * S, max: S } as never)).toMatch('below');
    expect(
      check?.({
        of: make('uniform', { from: 0, to: S }),
        min: 2 * S,
        max: 3 * S,
      } as never),
    ).toMatch('leave something');
    expect(check?.({ of, min: S, max: 2 * S } as never)).toBeUndefined();
  });
});
