// Where built code lies. Threads run built JavaScript on every supported Node (Node 20 cannot load TypeScript), and
// WebAssembly is built as well: a module that runs from src, as under test, is sent to dist. Build before testing.
// The build puts many modules into one file (assembly/bundle.mjs), so nothing is found beside the file it is asked from:
// places are counted from the folder of the package.

/** The package's folder, and where in it the code runs from: the last folder of either name, as those above may have it too. */
const CODE = /^(.*\/)(?:src|dist)\//;

/** A file of the package, as seen from a module of it (an import.meta.url). */
export function packageUrl(file: string, from: string): URL {
  return new URL(file, CODE.exec(from)?.[1]);
}

/** A file beside the code that runs: in dist, or in src under test. */
export function codeUrl(file: string, from: string): URL {
  return new URL(file, CODE.exec(from)?.[0]);
}

/** A file of the build. */
export function builtUrl(file: string, from: string): URL {
  return packageUrl(`dist/${file}`, from);
}
