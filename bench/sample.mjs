// Writes a synthetic dump without malformed rows, as strict parsers need it. usage: sample.mjs FOLDER BYTES SEED
import { writeSample } from '../dist/api.js';

const [folder, bytes, seed] = process.argv.slice(2);
await writeSample(folder, { bytes: Number(bytes), seed: Number(seed), anomalies: false });
