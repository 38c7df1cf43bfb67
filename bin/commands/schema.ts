/** `faultline schema`: the JSON Schema of scenario files. */
import { jsonSchema } from '../../sim/scenario/json-schema.js';
import { Exit, type ExitCode } from '../exit.js';

export async function schema(): Promise<ExitCode> {
  process.stdout.write(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
  return Exit.ok;
}
