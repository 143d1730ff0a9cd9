// A finished build that was changed, as if it had been written so: only what its rows say can tell.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { languagesOf, siteOf } from '../../src/clean/index.ts';
import { dataConfig } from '../../src/data-config.ts';
import type { Manifest } from '../../src/manifest.ts';
import { readManifest } from '../../src/manifest-file.ts';
import { card, report } from '../../src/publish/index.ts';

/** Writes sizes and digests as the files now are into the manifest, the list, the card and the report. */
export function seal(out: string, change: (manifest: Manifest) => Manifest = (manifest) => manifest): void {
  const manifest = change(readManifest(out));
  const sealed = manifest.shards.map((shard) => {
    const bytes = readFileSync(join(out, shard.path));
    return { ...shard, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
  const next = { ...manifest, shards: sealed };
  writeFileSync(join(out, 'manifest.json'), JSON.stringify(next));
  writeFileSync(join(out, 'data_config.json'), JSON.stringify(dataConfig(next)));
  const sites = next.inputs.map(({ site }) => site);
  const nothing = { lengths: [], years: {}, copies: [], duplicated: [], samples: [] };
  const dedupe = { exact: 'pair', ignore: [], within: 'all', keep: 'votes' } as const;
  writeFileSync(join(out, 'README.md'), card(next, { languages: languagesOf(sites) }));
  writeFileSync(
    join(out, 'report.html'),
    report(next, { sites: sites.map(siteOf), configs: next.configs.map(() => ({ dedupe, ...nothing })) }),
  );
}
