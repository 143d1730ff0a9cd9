// The virtual environment of the comparison program: made once under .venv/bench, made anew when the pins change.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const REQUIREMENTS = path.join(import.meta.dirname, 'requirements.txt');
const FOLDER = path.join(import.meta.dirname, '../.venv/bench');

/** Path of a Python that has exactly the packages of requirements.txt. */
export function comparisonPython() {
  const python = path.join(FOLDER, 'bin/python');
  const installed = path.join(FOLDER, 'requirements.txt');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === readFileSync(REQUIREMENTS, 'utf8')) return python;
  console.error('installing the Python packages of the comparison into .venv/bench');
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync('python3', ['-m', 'venv', '--clear', FOLDER], quiet);
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS], quiet);
  copyFileSync(REQUIREMENTS, installed);
  return python;
}
