// Where a thread's code lies. Threads run built JavaScript on every supported Node (Node 20 cannot load TypeScript),
// so a module that runs from src, as under test, is sent to its built twin in dist: build before testing.

/** The module a Worker is started with: `name`.js next to `from` (an import.meta.url), or its built twin. */
export function workerUrl(name: string, from: string): URL {
  const url = new URL(`./${name}.js`, from);
  if (!from.endsWith('.ts')) {
    return url;
  }
  const source = url.href.lastIndexOf('/src/');
  return new URL(`${url.href.slice(0, source)}/dist/${url.href.slice(source + '/src/'.length)}`);
}
