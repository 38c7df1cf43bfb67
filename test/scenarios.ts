/** The scenario files that come with faultline, for tests that hold for every one of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface ScenarioFile {
  /** Such as `gallery/checkout.yaml`. */
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

export function scenarioFiles(...folders: readonly string[]): readonly ScenarioFile[] {
  return folders.flatMap((folder) => {
    const root = fileURLToPath(new URL(`../scenarios/${folder}/`, import.meta.url));
    const names = readdirSync(root).filter((name) => name.endsWith('.yaml'));
    return names.sort().map((name) => {
      const path = root + name;
      return { name: `${folder}/${name}`, path, text: readFileSync(path, 'utf8') };
    });
  });
}
