import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { jsonSchema } from '../../sim/scenario/json-schema.js';
import { faultline, PROGRAM } from './faultline.js';

test('schema prints the schema that editors get', () => {
  const { code, stdout, stderr } = faultline(['schema']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual(jsonSchema());
});

test('a reader that stops reading is no failure', () => {
  const command = `"${process.execPath}" "${PROGRAM}" schema | head -c 10; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({ stdout: '{\n  "$sche0\n', stderr: '' });
});

test.runIf(existsSync('/dev/full'))('a disk that is full is told in a line', () => {
  const command = `"${process.execPath}" "${PROGRAM}" schema > /dev/full; echo $?`;
  const { stdout, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
  expect(stdout).toBe('2\n');
  expect(stderr).toMatch(/^error: cannot write the output: ENOSPC.*\n$/);
});
