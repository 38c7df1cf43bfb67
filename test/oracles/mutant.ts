/** Our stage with one line of the simulator changed: an oracle worth its name notices. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { PlayFunction } from './script.js';

/** A mistake that somebody might make. */
export interface Mutant {
  /** What is wrong with it. */
  readonly mistake: string;
  /** The file of `sim/` that has it. */
  readonly file: string;
  /** A text that the file has exactly once, and what stands there instead. */
  readonly right: string;
  readonly wrong: string;
}

/** Some dependencies of the stage are CommonJS, and look for what Node has. */
const REQUIRE = `import { createRequire } from 'node:module'; const require = createRequire('${import.meta.url}');`;

/** The stage of a simulator with that mistake. */
export async function stageOf({ file, right, wrong }: Mutant): Promise<PlayFunction> {
  const plugin: Plugin = {
    name: 'mutant',
    setup({ onLoad }) {
      onLoad({ filter: new RegExp(`/sim/${file}$`) }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        if (text.split(right).length !== 2) throw new Error(`${file} has no single "${right}"`);
        return { contents: text.replace(right, () => wrong), loader: 'ts' };
      });
    },
  };
  const { outputFiles } = await build({
    entryPoints: ['test/policies/stage.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    banner: { js: REQUIRE },
    plugins: [plugin],
  });
  const folder = await mkdtemp(join(tmpdir(), 'mutant-'));
  try {
    const bundle = join(folder, 'stage.mjs');
    await writeFile(bundle, outputFiles[0]?.contents ?? '');
    const { play } = (await import(pathToFileURL(bundle).href)) as { play: PlayFunction };
    return play;
  } finally {
    await rm(folder, { recursive: true });
  }
}
