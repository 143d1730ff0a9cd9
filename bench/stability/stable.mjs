import { pipelineInOrder } from './pipeline.mjs';

export default pipelineInOrder('stable');
