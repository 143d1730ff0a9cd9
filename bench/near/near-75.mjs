// The similarity at which the others are run, too.
import { nearPipeline } from './pipeline.mjs';

export default nearPipeline(0.75);
