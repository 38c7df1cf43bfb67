/** Start-up: wall time of whole commands, each beside a bare Node in the same minute. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const inRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const TIMES = 9;
const COMMANDS = {
  'node -e 0': ['-e', '0'],
  'faultline --help': [inRoot('dist/bin/faultline.js'), '--help'],
  'faultline run hello.yaml': [
    inRoot('dist/bin/faultline.js'),
    'run',
    inRoot('scenarios/gallery/hello.yaml'),
  ],
};

/** Median milliseconds of each command, run in turn. */
export function startUp() {
  const times = Object.fromEntries(Object.keys(COMMANDS).map((name) => [name, []]));
  for (let n = 0; n < TIMES; n++) {
    for (const [name, args] of Object.entries(COMMANDS)) {
      const begun = performance.now();
      spawnSync(process.execPath, args, { stdio: 'ignore' });
      times[name].push(performance.now() - begun);
    }
  }
  const median = (values) => values.sort((a, b) => a - b)[(TIMES - 1) / 2];
  return Object.entries(times).map(([what, all]) => ({ what, milliseconds: median(all) }));
}
