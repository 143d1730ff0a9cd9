// A build on Kubernetes, as one List that `kubectl apply -f` takes: a claim for the volume, and three Jobs that find each other
// through the folder on it. One plans; one has an index for each worker and does its share; one finishes. They may start in
// any order, since each waits for what it needs.

import { isStored } from '../is-stored.ts';

/** What to render. */
export interface KubernetesRequest {
  /** What the names of everything begin with. */
  readonly name: string;
  /** An image that has build-dataset. */
  readonly image: string;
  /** Pods that do a share each. */
  readonly workers: number;
  /** Cores of each, and as many threads. */
  readonly cores: number;
  /** Memory of each, as Kubernetes writes it: `2Gi`. */
  readonly memory: string;
  /** Room on the volume, likewise. */
  readonly storage: string;
  /** Folder that the volume is mounted at; for a dataset in object storage, one of the pod's own to work in. */
  readonly mount: string;
  /** Account of the pods, where credentials for object storage come from that. */
  readonly serviceAccount?: string | undefined;
  /** Folder of the dataset, below it, or an address of object storage. */
  readonly out: string;
  /** Arguments of `build-dataset plan`, but for the folder. */
  readonly plan: readonly string[];
}

/** Seconds without any unit done by others after which a pod does theirs: more than a pod takes to be started elsewhere. */
const PATIENCE_SECONDS = 600;
/** Times that the pod of an index may fail before that index does. */
const RETRIES = 5;

/** Renders it. */
export function kubernetesManifests(request: KubernetesRequest) {
  const { workers, out, plan, cores, mount } = request;
  const scratch = isStored(out) ? ['--scratch', mount] : [];
  const wait = ['--wait', `${PATIENCE_SECONDS}`];
  const unit = ['unit', out, '--world', `${workers}`, '--threads', `${cores}`, ...scratch, ...wait];
  return {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      ...(isStored(out) ? [] : [claim(request)]),
      job(request, {
        part: 'plan',
        args: ['plan', ...plan, '--out', out, ...scratch],
        spec: { backoffLimit: RETRIES },
      }),
      job(request, {
        part: 'units',
        args: unit,
        spec: {
          completionMode: 'Indexed',
          completions: workers,
          // Each waits for the others: those that are not started yet would hold up the rest.
          parallelism: workers,
          backoffLimitPerIndex: RETRIES,
          // What one index does not do, the others do.
          maxFailedIndexes: Math.max(0, workers - 1),
        },
      }),
      job(request, { part: 'finish', args: ['finish', out, ...scratch, ...wait], spec: { backoffLimit: RETRIES } }),
    ],
  };
}

function claim({ name, storage }: KubernetesRequest) {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    // All pods write to it, on whatever node they are.
    spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage } } },
  };
}

interface JobPart {
  readonly part: string;
  readonly args: readonly string[];
  readonly spec: Readonly<Record<string, unknown>>;
}

function job(request: KubernetesRequest, { part, args, spec }: JobPart) {
  const { name, image, cores, memory, mount, serviceAccount } = request;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: `${name}-${part}` },
    spec: {
      ...spec,
      template: {
        spec: {
          restartPolicy: 'Never',
          ...(serviceAccount === undefined ? {} : { serviceAccountName: serviceAccount }),
          terminationGracePeriodSeconds: 30,
          securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000 },
          containers: [
            {
              name: part,
              image,
              command: ['build-dataset'],
              args: [...args],
              resources: { requests: { cpu: `${cores}`, memory }, limits: { memory } },
              volumeMounts: [{ name: 'data', mountPath: mount }],
            },
          ],
          volumes: [{ name: 'data', ...volume(request) }],
        },
      },
    },
  };
}

/** One that all pods write to, or of each pod its own, where they meet in object storage. */
function volume({ name, out, storage }: KubernetesRequest) {
  if (isStored(out)) return { emptyDir: { sizeLimit: storage } };
  return { persistentVolumeClaim: { claimName: name } };
}
