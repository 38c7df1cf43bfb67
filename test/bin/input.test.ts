import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { faultline, folder, SHOP } from './faultline.js';

describe('what cannot be worked with ends with 2, says why, and writes nothing:', () => {
  const refused = (args: readonly string[], cwd: string, input?: string) => {
    const before = readdirSync(cwd);
    const { code, stdout, stderr } = faultline(
      args,
      input === undefined ? { cwd } : { cwd, input },
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(readdirSync(cwd)).toEqual(before);
    expect(stderr).not.toMatch(/\n +at /);
    return stderr;
  };

  test('a file that is not there, with the one that was meant', () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'shop.yaml'), SHOP);
    expect(refused(['run', 'shop.yml'], cwd)).toBe(
      'error: there is no file shop.yml\nDid you mean shop.yaml?\n',
    );
    expect(refused(['run', 'no/such.yaml'], cwd)).toBe('error: there is no file no/such.yaml\n');
  });

  test('a folder', () => {
    const cwd = folder();
    mkdirSync(join(cwd, 'all'));
    writeFileSync(join(cwd, 'all/shop.yaml'), SHOP);
    expect(refused(['run', 'all'], cwd)).toBe('error: all is a folder\nThere: all/shop.yaml\n');
  });

  test('a file that is too large, without reading it', () => {
    const cwd = folder();
    const path = join(cwd, 'large.yaml');
    closeSync(openSync(path, 'w'));
    truncateSync(path, 100 * 1024 * 1024);
    expect(refused(['run', 'large.yaml'], cwd)).toBe(
      'error: large.yaml: expected a file of at most 10 MiB\n',
    );
  });

  test('an input that is too large', () => {
    const stderr = refused(['run', '-'], folder(), '#'.repeat(11 * 1024 * 1024));
    expect(stderr).toBe('error: -: expected an input of at most 10 MiB\n');
  });

  test('a file that is no text', () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'binary.yaml'), Buffer.from([0x80, 0x81, 0xff, 0x00]));
    writeFileSync(join(cwd, 'zero.yaml'), 'a\0b');
    for (const name of ['binary.yaml', 'zero.yaml']) {
      expect(refused(['run', name], cwd)).toBe(`error: ${name}: expected a text in UTF-8\n`);
    }
  });

  test('all mistakes of a scenario at once, each with its place', () => {
    const cwd = folder();
    writeFileSync(
      join(cwd, 'shop.yaml'),
      SHOP.replace('threads: 4', 'thread: 4').replace('load:', 'laod:'),
    );
    const stderr = refused(['compare', 'shop.yaml'], cwd);
    expect(stderr).toContain('shop.yaml:5:21 services.shop.thread: expected one of ');
    expect(stderr).toContain('Did you mean "threads"?');
    expect(stderr).toContain('Did you mean "load"?');
    expect(stderr).toContain('                    ^^^^^^\n');
    expect(stderr).toMatch(/\n\n3 findings\n$/);
  });

  test.each([
    [['--seed', 'x'], '--seed: expected a whole number, at least 0, got "x".'],
    [['--seed', '-1'], '--seed: expected a whole number, at least 0, got -1.'],
    [['--replications', '0'], '--replications: expected a whole number, from 1 to 10000, got 0.'],
    [['--duration', '10'], '--duration: expected a duration such as 250ms'],
    [['--strategy', 'twoo'], 'expected one of one, two, got "twoo". Did you mean "two"?'],
  ])('a setting such as %s', (args, words) => {
    expect(refused(['run', '-', ...args], folder(), SHOP)).toContain(words);
  });

  test.each([
    [['run'], "missing required argument 'file'"],
    [['rnu', 'shop.yaml'], 'Did you mean run?'],
    [['run', '-', '--sede', '1'], 'Did you mean --seed?'],
    [['run', '-', '--workers', 'many'], 'Expected a whole number from 1 to 512.'],
    [['run', '-', '--format', 'pdf'], '"pdf" is none of html, md, csv, json, svg, png.'],
    [['run', '-', 'more'], 'too many arguments'],
    [['list', 'polices'], 'Did you mean policies?'],
    [['list', 'policies', 'rety'], 'Did you mean retry?'],
    [['validate', '-'], 'has no theory section to check'],
  ])('a command line such as %s', (args, words) => {
    expect(refused(args, folder(), SHOP)).toContain(words);
  });

  test('a folder that cannot be written to', () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'taken'), '');
    const { code, stderr } = faultline(['run', '-', '--out', 'taken'], { cwd, input: SHOP });
    expect(code).toBe(2);
    expect(stderr).toContain('error: cannot write to taken');
  });
});

describe('a file that a scenario names', () => {
  const measured = (file: string) =>
    SHOP.replace('work: 1ms', `work: { empirical: { file: "${file}" } }`);
  const run = (cwd: string, file: string) => {
    writeFileSync(join(cwd, 'shop.yaml'), measured(file));
    return faultline(['run', 'shop.yaml', '--json'], { cwd });
  };

  test('is read when it is beside the scenario or below', () => {
    const cwd = folder();
    mkdirSync(join(cwd, 'data'));
    writeFileSync(join(cwd, 'data/times.txt'), '1ms\n2ms\n\n3ms\n');
    const { code, stderr } = run(cwd, 'data/times.txt');
    expect({ code, stderr: stderr.split(':')[0] }).toEqual({ code: 0, stderr: 'as it stands' });
  });

  test.each([
    ['outside', '../secret.txt', 'a file in the folder of the scenario'],
    ['by its full path', '/etc/passwd', 'a file in the folder of the scenario'],
    ['through a link', 'link.txt', 'a file in the folder of the scenario'],
    ['that is a folder', 'inner', 'a file in the folder of the scenario'],
    ['that is not there', 'nothing.txt', 'a file in the folder of the scenario'],
    ['that is too large', 'large.txt', 'a file of at most 10 MiB'],
    ['that is no text', 'binary.txt', 'a text in UTF-8'],
  ])('is refused %s', (_, file, expected) => {
    const outer = folder();
    const cwd = join(outer, 'scenarios');
    mkdirSync(join(cwd, 'inner'), { recursive: true });
    writeFileSync(join(outer, 'secret.txt'), '1ms\n');
    symlinkSync(join(outer, 'secret.txt'), join(cwd, 'link.txt'));
    writeFileSync(join(cwd, 'binary.txt'), Buffer.from([0xff, 0xfe]));
    writeFileSync(join(cwd, 'large.txt'), '');
    truncateSync(join(cwd, 'large.txt'), 100 * 1024 * 1024);
    const { code, stdout, stderr } = run(cwd, file);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^shop\.yaml:5:\d+ services\.shop\.operations\.buy\[0\]\.work\.empirical\.file: /,
    );
    expect(stderr).toContain(`expected ${expected}, got "${file}".`);
  });
});
