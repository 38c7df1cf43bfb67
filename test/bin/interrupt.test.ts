import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { folder, SHOP, started } from './faultline.js';

/** Long enough that nobody waits for its end. */
const LONG = SHOP.replace('10s', '100h');

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends a run at once and leaves nothing behind',
  async (signal) => {
    const cwd = folder();
    writeFileSync(join(cwd, 'shop.yaml'), LONG);
    const program = started(['compare', 'shop.yaml'], cwd);
    const said = { stdout: '', stderr: '' };
    program.stdout?.on('data', (text) => {
      said.stdout += text;
    });
    program.stderr?.on('data', (text) => {
      said.stderr += text;
    });
    // On a busy machine it takes a while until somebody listens.
    await pause(4000);
    program.kill(signal);
    const [code] = await once(program, 'close');
    expect({ code, ...said }).toEqual({
      code: 130,
      stdout: '',
      stderr: 'interrupted: nothing was written\n',
    });
    expect(readdirSync(cwd)).toEqual(['shop.yaml']);
  },
);
