// Where built code lies. Threads run built JavaScript on every supported Node (Node 20 cannot load TypeScript), and
// WebAssembly is built as well: a module that runs from src, as under test, is sent to dist. Build before testing.

/** The module a Worker is started with: `name`.js next to `from` (an import.meta.url), or its built twin. */
export function workerUrl(name: string, from: string): URL {
  return builtUrl(`${name}.js`, from);
}

/** A file of the build next to `from` (an import.meta.url), or in its place in dist. */
export function builtUrl(file: string, from: string): URL {
  const url = new URL(`./${file}`, from);
  if (!from.endsWith('.ts')) {
    return url;
  }
  const source = url.href.lastIndexOf('/src/');
  return new URL(`${url.href.slice(0, source)}/dist/${url.href.slice(source + '/src/'.length)}`);
}
