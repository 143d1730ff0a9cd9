// Every file under a folder, in code-unit order of its path. Each real folder is entered once, so that a link to a parent
// ends; links wait until all real folders are done, so that a folder is known by its own name and not by its link's.
// Names with a leading dot are left out: unfinished work, version control, copies made by macOS.
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

interface Contents {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Folders reached through a link. */
  readonly links: readonly string[];
}

/** Absolute paths of the files under `root`, itself an absolute path. */
export async function walkFolder(root: string): Promise<string[]> {
  const entered = new Set<string>();
  const files: string[] = [];
  const folders = [root];
  const links: string[] = [];
  for (let folder: string | undefined = folders.pop(); folder !== undefined; folder = folders.pop() ?? links.pop()) {
    const real = await realpath(folder);
    if (!entered.has(real)) {
      entered.add(real);
      const contents = await readFolder(folder);
      files.push(...contents.files);
      folders.push(...contents.folders);
      links.push(...contents.links);
    }
  }
  return files.sort();
}

async function readFolder(folder: string): Promise<Contents> {
  const [files, folders, links]: [string[], string[], string[]] = [[], [], []];
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  for (const path of names.map((name) => join(folder, name))) {
    // A dangling link, or one that points at itself, leads nowhere and is passed over.
    const kind = await stat(path).catch(() => undefined);
    if (kind?.isFile()) {
      files.push(path);
    } else if (kind?.isDirectory()) {
      ((await isLink(path)) ? links : folders).push(path);
    }
  }
  return { files, folders, links };
}

async function isLink(path: string): Promise<boolean> {
  return (await lstat(path)).isSymbolicLink();
}
