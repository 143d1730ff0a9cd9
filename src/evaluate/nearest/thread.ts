// A thread of a search: takes its share of the parts and ends. Results are in shared memory, so it says nothing.

import { workerData } from 'node:worker_threads';
import { type SharedSearch, takeParts } from './take-parts.ts';

for (const _ of takeParts(workerData as SharedSearch));
