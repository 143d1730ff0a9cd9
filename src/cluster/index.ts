// The door of the room that knows schedulers of clusters: how arrays are submitted and followed, and Jobs rendered.
// Others import nothing behind it.
export { type KubernetesRequest, kubernetesManifests } from './kubernetes.ts';
export { cancelJob, largestArray, liveTasks, submitArray } from './slurm.ts';
