/** The command line: commands and options. What they do is only loaded when it is done. */
import { Command, Option } from 'commander';
import { VERSION } from '../sim/version.js';
import type { ExitCode } from './exit.js';
import { outputOptions, settingOptions, traceOption, workersOption } from './options.js';
import { paint, paintError } from './terminal/paint.js';

/** Takes the exit code of the command that was run. */
type Finish = (code: ExitCode) => void;

export function program(finish: Finish): Command {
  const root = new Command('faultline')
    .description(
      'Simulates how microservices talk to each other, and compares ways to make them resilient.',
    )
    .version(VERSION, '-V, --version')
    .option('--no-color', 'plain text; NO_COLOR in the environment does the same')
    .exitOverride()
    .showHelpAfterError('Run with --help to see what is possible.')
    .configureHelp({
      styleTitle: (text) => paint.bold(text),
      styleCommandText: (text) => paint.cyan(text),
      styleOptionTerm: (text) => paint.cyan(text),
      styleSubcommandTerm: (text) => paint.cyan(text),
    })
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error:/, paintError.red('error:'))),
    })
    .addHelpText('after', EXIT_CODES);
  for (const add of [addRun, addCompare, addShow, addList, addSchema, addValidate])
    add(root, finish);
  return root;
}

const FILE = 'a scenario file in YAML or JSON; - reads standard input';

const EXIT_CODES = `
Exit codes:
  0    all is well
  1    an objective was missed, a theory contradicted
  2    the command line or the scenario cannot be worked with
  70   a bug in faultline
  130  interrupted`;

function addRun(root: Command, finish: Finish): void {
  const command = root
    .command('run')
    .description('Simulate one scenario, as it stands or with one of its strategies.')
    .argument('<file>', FILE)
    .option('-s, --strategy <name>', 'with this strategy laid over the scenario')
    .action(async (file, options) => {
      const { run } = await import('./commands/run.js');
      finish(await run(file, options));
    });
  for (const option of [...settingOptions, workersOption, traceOption, ...outputOptions]) {
    command.addOption(option);
  }
  examples(command, [
    ['faultline run shop.yaml', 'a summary, and the objectives met or missed'],
    ['faultline run shop.yaml --trace 1%', 'and out/shop-trace.json, spans as OTLP for Jaeger'],
    ['faultline run shop.yaml --json | jq .fingerprint', 'the whole result for other tools'],
  ]);
}

function addCompare(root: Command, finish: Finish): void {
  const command = root
    .command('compare')
    .description('Run all strategies of a scenario on the same traffic, demands and faults.')
    .argument('<file>', FILE)
    .option('--strategies <names>', 'only these, with commas; the first is the baseline')
    .action(async (file, options) => {
      const { compare } = await import('./commands/compare.js');
      finish(await compare(file, options));
    });
  for (const option of [...settingOptions, workersOption, ...outputOptions]) {
    command.addOption(option);
  }
  examples(command, [
    ['faultline compare shop.yaml', 'a table, a verdict, and out/shop.html'],
    [
      'faultline compare shop.yaml --strategies plain,retry --format md',
      'two of them, as Markdown',
    ],
  ]);
  command.addHelpText('after', '\nEnds with 1 when no strategy meets all objectives.');
}

function addShow(root: Command, finish: Finish): void {
  root
    .command('show')
    .description(
      'Print a scenario in full: shorthand written out, defaults in, with their sources.',
    )
    .argument('<file>', FILE)
    .option('-s, --strategy <name>', 'with this strategy laid over the scenario')
    .addOption(new Option('--json', 'as JSON, without comments'))
    .action(async (file, options) => {
      const { show } = await import('./commands/show.js');
      finish(await show(file, options));
    });
}

function addList(root: Command, finish: Finish): void {
  const command = root
    .command('list')
    .description('Document everything that a scenario can be made of.')
    .argument('[catalogue]', 'such as policies, distributions or faults')
    .argument('[member]', 'such as retry')
    .addOption(new Option('--json', 'as JSON'))
    .action(async (catalogue, member, options) => {
      const { list } = await import('./commands/list.js');
      finish(await list(catalogue, member, options));
    });
  examples(command, [
    ['faultline list', 'all catalogues'],
    ['faultline list policies', 'all policies with their options'],
    ['faultline list policies retry', 'one policy, with an example'],
  ]);
}

function addSchema(root: Command, finish: Finish): void {
  root
    .command('schema')
    .description('Print the JSON Schema of scenario files, for editors.')
    .action(async () => {
      const { schema } = await import('./commands/schema.js');
      finish(await schema());
    });
}

function addValidate(root: Command, finish: Finish): void {
  root
    .command('validate')
    .description('Check the simulator against what queueing theory knows.')
    .argument(
      '[files...]',
      'scenarios with a `theory` section; without, all that come with faultline',
    )
    .addOption(workersOption)
    .addOption(new Option('--json', 'the results as JSON on standard output, and nothing else'))
    .addOption(new Option('-q, --quiet', 'only what disagrees, and the count'))
    .action(async (files, options) => {
      const { validate } = await import('./commands/validate.js');
      finish(await validate(files, options));
    });
}

function examples(command: Command, lines: readonly (readonly [string, string])[]): void {
  const text = lines.map(([line, words]) => `  ${line}\n      ${words}`);
  command.addHelpText('after', `\n${paint.bold('Examples:')}\n${text.join('\n')}`);
}
