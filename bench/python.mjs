// Virtual environments of the programs compared with: made once under .venv, made anew when the pins change.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ENVIRONMENTS = path.join(import.meta.dirname, '../.venv');

/** Path of a Python that has exactly the packages of bench/requirements.txt. */
export function comparisonPython() {
  return pythonWith('bench', path.join(import.meta.dirname, 'requirements.txt'));
}

/** Path of a Python that has exactly the packages of the file, installed into .venv/`name` by the Python `from`. */
export function pythonWith(name, requirements, from = 'python3') {
  const folder = path.join(ENVIRONMENTS, name);
  const python = path.join(folder, 'bin/python');
  const installed = path.join(folder, 'requirements.txt');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === readFileSync(requirements, 'utf8')) return python;
  console.error(`installing the Python packages of the comparison into .venv/${name}`);
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync(from, ['-m', 'venv', '--clear', folder], quiet);
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements], quiet);
  copyFileSync(requirements, installed);
  return python;
}
