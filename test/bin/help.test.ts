import { expect, test } from 'vitest';
import { VERSION } from '../../sim/version.js';
import { faultline } from './faultline.js';

test('--help names every command', () => {
  const { code, stdout } = faultline(['--help']);
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "Usage: faultline [options] [command]

    Simulates how microservices talk to each other, and compares ways to make them
    resilient.

    Options:
      -V, --version                        output the version number
      --no-color                           plain text; NO_COLOR in the environment
                                           does the same
      -h, --help                           display help for command

    Commands:
      run [options] <file>                 Simulate one scenario, as it stands or
                                           with one of its strategies.
      compare [options] <file>             Run all strategies of a scenario on the
                                           same traffic, demands and faults.
      show [options] <file>                Print a scenario in full: shorthand
                                           written out, defaults in, with their
                                           sources.
      list [options] [catalogue] [member]  Document everything that a scenario can
                                           be made of.
      schema                               Print the JSON Schema of scenario files,
                                           for editors.
      validate [options] [files...]        Check the simulator against what queueing
                                           theory knows.
      help [command]                       display help for command

    Exit codes:
      0    all is well
      1    an objective was missed, a theory contradicted
      2    the command line or the scenario cannot be worked with
      70   a bug in faultline
      130  interrupted
    "
  `);
});

test.each(['run', 'compare', 'show', 'list', 'schema', 'validate'])('%s --help', (command) => {
  const { code, stdout, stderr } = faultline([command, '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`Usage: faultline ${command} `);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('--version', () => {
  expect(faultline(['--version'])).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
});

test('without a command, help is given as for a mistake', () => {
  const { code, stdout, stderr } = faultline([]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('Usage: faultline [options] [command]');
});
