/** This working tree against a commit: both built, both run in turn, ratios of the pairs. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MAIN = fileURLToPath(new URL('main.mjs', import.meta.url));
const PAIRS = 5;
const BUILT_BY = ['scripts/build-program.mjs', 'bench/simulator.ts'];

/** Time of the working tree over time of the commit, by workload: the median of pairs, and all of them. */
export function against(commit, workloads) {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-against-'));
  const tree = join(folder, 'tree');
  const git = (...args) => execFileSync('git', args, { cwd: ROOT, stdio: 'pipe' });
  git('worktree', 'add', '--detach', tree, commit);
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
    // Older commits are built as this one is.
    for (const file of BUILT_BY) cpSync(join(ROOT, file), join(tree, file));
    execFileSync(process.execPath, ['scripts/build-program.mjs'], { cwd: tree, stdio: 'inherit' });
    return workloads.map((workload) => {
      const ratios = Array.from({ length: PAIRS }, () => {
        const theirs = seconds(workload, join(tree, 'dist'));
        return seconds(workload) / theirs;
      }).sort((a, b) => a - b);
      return { workload, median: ratios[(PAIRS - 1) / 2], ratios };
    });
  } finally {
    git('worktree', 'remove', '--force', tree);
    rmSync(folder, { recursive: true, force: true });
  }
}

function seconds(workload, dist) {
  const env = dist === undefined ? process.env : { ...process.env, FAULTLINE_DIST: dist };
  const output = execFileSync(process.execPath, [MAIN, workload, '--json'], {
    env,
    encoding: 'utf8',
  });
  return JSON.parse(output.trim().split('\n').at(-1)).wall_s;
}
