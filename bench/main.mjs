/**
 * Benchmarks: all of them as tables, or some by name.
 *
 *     npm run bench                              everything
 *     npm run bench -- W1 W5 start-up            some of it
 *     npm run --silent bench -- W5 --json        one line of JSON per workload
 *     npm run bench -- W5 --cold                 compilation by the engine timed too
 *     npm run bench -- W1 W5 --against HEAD~1    this working tree against a commit
 *     npm run bench -- --update                  and keep the ratios as the baseline
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hold } from './yardstick.mjs';

const SELF = fileURLToPath(import.meta.url);
const BASELINE = new URL('baseline.json', import.meta.url);
const OTHERS = ['growth', 'memory', 'prices', 'start-up'];

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    cold: { type: 'boolean' },
    against: { type: 'string' },
    update: { type: 'boolean' },
  },
});
const { WORKLOADS, measure } = await import('./workloads.mjs');
const unknown = names.filter((name) => !WORKLOADS.includes(name) && !OTHERS.includes(name));
if (unknown.length > 0) {
  console.error(`${unknown.join(', ')}: not one of ${[...WORKLOADS, ...OTHERS].join(', ')}`);
  process.exit(2);
}
const chosen = (all) => (names.length === 0 ? all : all.filter((name) => names.includes(name)));

if (options.json) {
  for (const workload of chosen(WORKLOADS)) {
    console.log(JSON.stringify(measure(workload, !options.cold)));
  }
} else if (options.against !== undefined) {
  const { against } = await import('./against.mjs');
  print(
    ['workload', 'time over that of the commit', 'pairs'],
    against(options.against, chosen(WORKLOADS)).map(({ workload, median, ratios }) => [
      workload,
      median.toFixed(3),
      ratios.map((ratio) => ratio.toFixed(2)).join(' '),
    ]),
  );
} else {
  workloadTable(chosen(WORKLOADS));
  if (chosen(['growth']).length > 0) await growthTable();
  if (chosen(['memory']).length > 0) memoryTable();
  if (chosen(['prices']).length > 0) await priceTable();
  if (chosen(['start-up']).length > 0) await startUpTable();
}

/** Each workload in a process of its own: what one has warmed up does not help or hinder the next. */
function workloadTable(workloads) {
  if (workloads.length === 0) return;
  const baseline = JSON.parse(readFileSync(BASELINE, 'utf8'));
  const rows = workloads.map((workload) => {
    const held = hold();
    const [warm, cold] = [[], ['--cold']].map((more) => inProcess(workload, more));
    const perEvent = (warm.wall_s / warm.events) * 1e9;
    const before = baseline[workload];
    baseline[workload] = Number((perEvent / held).toFixed(2));
    const rate = (count) => (count > 0 ? `${(count / warm.wall_s / 1e6).toFixed(2)} M/s` : '');
    return [
      workload,
      perEvent.toFixed(0),
      rate(warm.events),
      rate(warm.requests),
      rate(warm.messages),
      (perEvent / held).toFixed(2),
      before === undefined ? '' : before.toFixed(2),
      (cold.wall_s / warm.wall_s).toFixed(2),
      `${(warm.maxrss_kb / 1024).toFixed(0)} MB`,
    ];
  });
  print(
    [
      ...['workload', 'ns per event', 'events', 'requests', 'messages'],
      ...['over a hold', 'baseline', 'cold over warm', 'memory'],
    ],
    rows,
  );
  if (options.update) writeFileSync(BASELINE, `${JSON.stringify(baseline, null, 2)}\n`);
}

function inProcess(workload, more, environment = {}) {
  const output = execFileSync(process.execPath, [SELF, workload, '--json', ...more], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  return JSON.parse(output.trim().split('\n').at(-1));
}

async function growthTable() {
  const { byInFlight, byMemory, bySize } = await import('./growth.mjs');
  const rows = [byInFlight(), bySize(), byMemory()].flatMap((series) =>
    series.map(({ what, perEvent, compiled }) => [
      what,
      perEvent.toFixed(0),
      (perEvent / series[0].perEvent).toFixed(2),
      compiled === undefined ? '' : `${compiled.toFixed(2)} s`,
    ]),
  );
  print(['growth', 'ns per event', 'over the first', 'compiled in'], rows);
}

/** Peak memory of ever more requests and messages: what has been done must not stay. */
function memoryTable() {
  const rows = [
    { workload: 'W5', what: 'requests', millions: [1, 10] },
    { workload: 'M1', what: 'messages', millions: [1, 4] },
  ].flatMap(({ workload, what, millions }) => {
    const peaks = millions.map((count) => {
      const number = { [`${workload}_N`]: `${count * 1_000_000}` };
      return inProcess(workload, ['--cold'], number).maxrss_kb / 1024;
    });
    return millions.map((count, n) => [
      `${count} M ${what} (${workload})`,
      `${peaks[n].toFixed(0)} MB`,
      (peaks[n] / peaks[0]).toFixed(2),
    ]);
  });
  print(['memory', 'peak', 'over the first'], rows);
}

async function priceTable() {
  const { POLICIES, SHARES, priceOf, priceOfTimeline, priceOfTracing } = await import(
    './prices.mjs'
  );
  const prices = (all, price) =>
    Object.entries(all).map(([name, each]) => [name, price(each).toFixed(0)]);
  const rows = [
    ...prices(POLICIES, priceOf),
    ...prices(SHARES, priceOfTracing),
    ['the timeline', priceOfTimeline().toFixed(0)],
  ];
  print(['price list', 'ns added to a call'], rows);
}

async function startUpTable() {
  const { startUp } = await import('./start-up.mjs');
  const rows = startUp().map(({ what, milliseconds }, _, [bare]) => [
    what,
    milliseconds.toFixed(0),
    (milliseconds / bare.milliseconds).toFixed(2),
  ]);
  print(['start-up', 'ms', 'over bare Node'], rows);
}

function print(head, rows) {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column].length)),
  );
  const line = (cells) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
      )
      .join('   ')
      .trimEnd();
  console.log([line(head), ...rows.map(line), ''].join('\n'));
}
