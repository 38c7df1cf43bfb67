/** Run settings from the command line: taken as typed, and checked like those in the file. */
import { type Plan, type PlanOptions, plan } from '../sim/experiment/experiment.js';
import type { Input, RunSettings } from '../sim/scenario/compile.js';
import { type Finding, ScenarioError } from '../sim/scenario/finding.js';
import type { SettingOptions } from './options.js';

/**
 * A plan with settings of the command line in the place of the file's.
 * @throws ScenarioError whose findings about settings name the options
 */
export function planned(
  input: Input,
  options: SettingOptions,
  strategies?: readonly string[],
): Plan {
  const settings = settingsOf(options);
  const chosen: PlanOptions = strategies === undefined ? { settings } : { settings, strategies };
  try {
    return plan(input, chosen);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    const findings = error.findings.map((finding) => byOption(finding, Object.keys(settings)));
    throw new ScenarioError(findings, error.source);
  }
}

function settingsOf({
  seed,
  replications,
  duration,
  warmup,
}: SettingOptions): NonNullable<RunSettings> {
  const given = {
    seed: plainNumber(seed),
    replications: plainNumber(replications),
    duration,
    warmup,
  };
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as NonNullable<RunSettings>;
}

/** A number where the text is one, as YAML would read it. */
function plainNumber(text: string | undefined): unknown {
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function byOption(finding: Finding, options: readonly string[]): Finding {
  const [section, key] = finding.path;
  const isOurs = section === 'run' && options.includes(String(key));
  return isOurs ? { ...finding, path: [`--${key}`], span: null } : finding;
}
