/**
 * Runs the gallery under several releases of Node and with several numbers of workers, and compares the bytes:
 *
 *     npm run check:nodes
 *
 * Ends with 1 where any differ. Needs the registry, for the releases that are not running.
 */
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const GALLERY = 'scenarios/gallery';
/** The running release takes all numbers of workers, and each other one of them: what equals the same is equal. */
const WORKERS = [1, 2, 3];
const RELEASES = { 22: 2, 24: 3 };
/** Two, so that there is something to sum up, in whatever order it comes. */
const REPLICATIONS = '2';

const run = promisify(execFile);

/** Where npm has put a release; it is fetched if need be. */
function installed(release) {
  const words = ['exec', '--yes', `--package=node@${release}`, '--', 'node', '-p'];
  return execFileSync('npm', [...words, 'process.execPath'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    // Inside an npm script, npm would look for the release in this project.
    cwd: fileURLToPath(new URL('/', import.meta.url)),
  }).trim();
}

function versionOf(node) {
  return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
}

async function digestOf({ node, workers, file }) {
  const command = /^strategies:/m.test(readFileSync(`${ROOT}/${file}`, 'utf8')) ? 'compare' : 'run';
  const options = ['--replications', REPLICATIONS, '--workers', String(workers), '--json', '-q'];
  const words = ['dist/bin/faultline.js', command, file, ...options];
  const { stdout } = await run(node, words, { cwd: ROOT, maxBuffer: 2 ** 28 }).catch((error) => {
    // A missed objective is an answer like any other.
    if (error.code === 1) return error;
    throw error;
  });
  // Nothing would equal nothing.
  JSON.parse(stdout);
  return createHash('sha256').update(stdout).digest('hex').slice(0, 16);
}

/** All digests, in order, a few runs at a time. */
async function digestsOf(jobs) {
  const digests = [];
  let next = 0;
  const work = async () => {
    while (next < jobs.length) {
      const index = next++;
      digests[index] = await digestOf(jobs[index]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return digests;
}

const ways = [
  ...WORKERS.map((workers) => ({ node: process.execPath, workers })),
  ...Object.entries(RELEASES).map(([release, workers]) => ({ node: installed(release), workers })),
];
const files = readdirSync(`${ROOT}/${GALLERY}`)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => `${GALLERY}/${name}`);
const jobs = files.flatMap((file) => ways.map((way) => ({ file, ...way })));
const digests = await digestsOf(jobs);
const versions = new Map(ways.map(({ node }) => [node, versionOf(node)]));

for (const file of files) {
  const own = jobs.flatMap((job, index) => (job.file === file ? [{ ...job, at: index }] : []));
  const groups = new Map();
  for (const job of own) {
    const digest = digests[job.at];
    groups.set(digest, [...(groups.get(digest) ?? []), job]);
  }
  const same = groups.size === 1;
  process.stdout.write(`${same ? '✓' : '✗'} ${file}\n`);
  for (const [digest, group] of groups) {
    const where = group.map(({ node, workers }) => `${versions.get(node)}/${workers}`).join(' ');
    process.stdout.write(`  ${digest}  ${where}\n`);
  }
  if (!same) process.exitCode = 1;
}
