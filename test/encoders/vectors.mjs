// Vectors of an encoder for another program: its name as argument, texts as JSON on standard input, 32-bit floats on standard output.
import { json } from 'node:stream/consumers';
import { openEncoder } from '../../dist/api.js';

const texts = await json(process.stdin);
const encoder = await openEncoder(process.argv[2], { threads: 1 });
const vectors = await encoder.encode(texts, 'document');
await encoder.close();
process.stdout.write(new Uint8Array(vectors.buffer));
