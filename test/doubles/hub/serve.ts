// A double of the Hub for programs in other languages: prints its address and the token it knows, as one line of JSON,
// and is there until its input ends.
import { openHub, TOKEN } from './open-hub.ts';

const double = await openHub();
process.stdout.write(`${JSON.stringify({ url: double.url, token: TOKEN })}\n`);
process.stdin.resume().on('end', () => double.close());
