// This package's part of the benchmark of encoders: opens the model, encodes each kind of text once, and prints what that took.
import { readFileSync } from 'node:fs';
import { openEncoder } from '../../dist/api.js';

const { model, threads, texts } = JSON.parse(process.argv[2]);
const encoder = await openEncoder(`onnx:${model}`, { threads });
const figures = {};
for (const { kind, file } of texts) {
  const some = JSON.parse(readFileSync(file, 'utf8'));
  await encoder.encode(some.slice(0, 8), 'document');
  const [started, before] = [performance.now(), process.cpuUsage()];
  await encoder.encode(some, 'document');
  const { user, system } = process.cpuUsage(before);
  figures[kind] = { wallSeconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
}
await encoder.close();
const peakBytes = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) * 1024;
process.stdout.write(JSON.stringify({ ...figures, peakBytes }));
