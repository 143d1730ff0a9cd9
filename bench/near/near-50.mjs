// So low that no planted pair that meets is refused: what is found is what the bands let meet.
import { nearPipeline } from './pipeline.mjs';

export default nearPipeline(0.5);
