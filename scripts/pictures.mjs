/**
 * Makes the pictures of the documentation, with the command line as it is built:
 *
 *     npm run pictures
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** A scenario of the gallery, and the figure of it that is shown. */
const PICTURES = [['retry-storm', 'timeline']];

const drafts = mkdtempSync(join(tmpdir(), 'faultline-pictures-'));
mkdirSync(join(ROOT, 'docs/images'), { recursive: true });
for (const [scenario, figure] of PICTURES) {
  const file = `scenarios/gallery/${scenario}.yaml`;
  const words = ['dist/bin/faultline.js', 'compare', file, '--format', 'svg', '--out', drafts];
  execFileSync(process.execPath, [...words, '--quiet'], { cwd: ROOT, stdio: 'inherit' });
  const name = `${scenario}-${figure}.svg`;
  copyFileSync(join(drafts, name), join(ROOT, 'docs/images', name));
}
rmSync(drafts, { recursive: true });
