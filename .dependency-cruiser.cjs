/** The floors of the house, and who may know whom: docs/ARCHITECTURE.md in a form that a machine checks. */
const floors = [
  ['math'],
  ['kernel'],
  ['catalogue'],
  ['primitives'],
  ['policies'],
  ['services', 'network', 'messaging', 'edge', 'data', 'traffic', 'faults'],
  ['telemetry', 'scenario'],
  ['experiment'],
];

/** A room may import from itself and from the rooms of lower floors; neighbours are strangers. */
const rooms = floors.flatMap((floor, level) =>
  floor.map((room) => {
    const below = floors.slice(0, level).flat();
    return {
      name: `${room}-looks-down`,
      comment: `sim/${room} may import from itself and from: ${below.join(', ') || 'nothing'}`,
      severity: 'error',
      from: { path: `^sim/${room}/` },
      to: {
        path: '^(sim|reports|bin)/',
        pathNot: [room, ...below].map((each) => `^sim/${each}/`).concat('^sim/version.ts$'),
      },
    };
  }),
);

/** What policies are made of: the files in sim/policies that are not a policy each. */
const mechanisms = [
  'policy',
  'preset',
  'backoff',
  'jitter',
  'trip',
  'probing',
  'breaker',
  'edge-breaker',
  'endpoint-breakers',
  'budget',
  'retry-quota',
  'sending-rate',
  'limiter',
  'hedge-delay',
  'race',
  'cached',
  'answers',
  'by-key',
  'expiries',
  'concurrency-limit',
  'admission-rule',
].join('|');

module.exports = {
  forbidden: [
    ...rooms,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'policies-are-strangers',
      comment: 'a policy knows the mechanism and its own sub-catalogues, never another policy',
      severity: 'error',
      from: {
        path: '^sim/policies/([a-z-]+)\\.ts$',
        pathNot: `^sim/policies/(index|${mechanisms})\\.ts$`,
      },
      to: {
        path: '^sim/policies/[a-z-]+\\.ts$',
        pathNot: `^sim/policies/(${mechanisms}|$1)\\.ts$`,
      },
    },
    {
      name: 'reports-see-results-only',
      comment: 'reports are made from plain results: the public types, nothing live',
      severity: 'error',
      from: { path: '^reports/' },
      to: { path: '^(sim|bin)/', pathNot: '^sim/(index|version)\\.ts$' },
    },
    {
      name: 'nothing-imports-the-command-line',
      severity: 'error',
      from: { path: '^(sim|reports)/' },
      to: { path: '^bin/' },
    },
    {
      name: 'the-simulator-touches-nothing-outside',
      comment:
        'only the worker pool and its threads know Node; everything else in sim runs anywhere',
      severity: 'error',
      from: { path: '^sim/', pathNot: '^sim/experiment/(engine|pool|worker)\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'seedrandom-has-one-door',
      severity: 'error',
      from: { path: '^sim/', pathNot: '^sim/kernel/random\\.ts$' },
      to: { path: 'node_modules/(@types/)?seedrandom' },
    },
    {
      name: 'the-schema-library-has-its-rooms',
      severity: 'error',
      from: { path: '^sim/', pathNot: '^sim/(catalogue|scenario)/' },
      to: { path: 'node_modules/(valibot|@valibot)' },
    },
    {
      name: 'charts-are-drawn-in-reports',
      severity: 'error',
      from: { path: '^(sim|bin)/' },
      to: { path: 'node_modules/(vega|@resvg)' },
    },
    {
      name: 'the-terminal-is-in-bin',
      severity: 'error',
      from: { path: '^(sim|reports)/' },
      to: { path: 'node_modules/(chalk|commander|cli-progress|cli-table3)' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types'] },
  },
};
