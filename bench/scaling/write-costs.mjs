// Writes the model where `plan --estimate` finds it.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../..');
const FILE = path.join(ROOT, 'src/measured-costs.ts');
const HEAD = `// What a build of title-body was measured to cost: written by \`npm run bench:scaling -- --write\`, as the tables of
// docs/scaling.md are.

import type { CostModel } from './cost-model.ts';

/** The lines through two synthetic dumps. */
export const MEASURED_COSTS: CostModel = `;
/** More say nothing: what is measured differs by a hundredth from run to run. */
const DIGITS = 4;

/** Writes it in the form that the formatter leaves as it is. */
export function writeCosts(model) {
  const rounded = (_key, value) => (typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value);
  writeFileSync(FILE, `${HEAD}${JSON.stringify(model, rounded)};\n`);
  execFileSync('npx', ['biome', 'check', '--write', FILE], { cwd: ROOT, stdio: 'ignore' });
}
