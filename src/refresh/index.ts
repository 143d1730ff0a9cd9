// A source of dumps -> what it lists, what of it changed, and its files here; the only room that speaks to archives.

export { ARCHIVE_ORG, archiveSource } from './archive-source.ts';
export type { Dump, ReadName, Source } from './dump.ts';
export { type FetchProgress, type FileTask, fetchDump, planFetch } from './fetch-dump.ts';
export { changedSites, fingerprints } from './fingerprints.ts';
export { folderSource } from './folder-source.ts';
export { claimState, generationsIn, recover, swap, sweep, TAKEDOWN_LIST } from './generations.ts';
export { type Http, openHttp } from './http.ts';
export { dumpFolder, isOlder } from './item-name.ts';
export { listSource } from './list-source.ts';
export {
  type NextState,
  type Published,
  type RefreshState,
  readNext,
  readState,
  writeNext,
  writeState,
} from './state.ts';
