// `build-dataset kubernetes`: renders a build as Jobs for `kubectl apply -f -`. It speaks to no cluster.

import { type Command, InvalidArgumentError } from 'commander';
import { type KubernetesRequest, kubernetesManifests } from '../cluster/index.ts';
import type { CommandContext } from './context.ts';
import { nonEmpty, positiveNumber } from './values.ts';

type KubernetesFlags = Omit<KubernetesRequest, 'plan'>;

/** Adds the command. */
export function addKubernetesCommand(program: Command, context: CommandContext): void {
  program
    .command('kubernetes')
    .description('print the Jobs of a build on Kubernetes; arguments of plan follow --')
    .usage('[options] -- [pipeline] --dumps PATH... ')
    .argument('[plan...]', 'arguments of build-dataset plan, with paths as the pods see them')
    .requiredOption('--image <image>', 'image that has build-dataset: see examples/container', nonEmpty)
    .option('--name <name>', 'what the names of the Jobs and of the volume begin with', dnsLabel, 'stackpairs')
    .option('--workers <n>', 'pods that do a share each', positiveNumber, 8)
    .option('--cores <n>', 'cores of each', positiveNumber, 2)
    .option('--memory <quantity>', 'memory of each', quantity, '2Gi')
    .option('--storage <quantity>', 'room on the volume, or of each pod that works through s3://', quantity, '500Gi')
    .option('--mount <dir>', 'where the volume is mounted', nonEmpty, '/data')
    .option(
      '--out <dir>',
      'folder of the dataset on it, or s3:// prefix: then there is no volume',
      nonEmpty,
      '/data/out',
    )
    .option('--service-account <name>', 'account of the pods, for credentials of s3://', dnsLabel)
    .action((plan: string[], flags: KubernetesFlags) => {
      context.stdout.write(`${JSON.stringify(kubernetesManifests({ ...flags, plan }), null, 2)}\n`);
    });
}

/** With the longest ending it must stay a label of DNS, of at most 63 characters. */
function dnsLabel(text: string): string {
  if (/^[a-z0-9]([-a-z0-9]{0,48}[a-z0-9])?$/.test(text)) return text;
  throw new InvalidArgumentError('Expected at most 50 small letters, digits and hyphens.');
}

function quantity(text: string): string {
  if (/^\d+(\.\d+)?(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)?$/.test(text)) return text;
  throw new InvalidArgumentError('Expected a quantity of Kubernetes, as 2Gi.');
}
