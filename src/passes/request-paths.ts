// The paths that a request names, told in another way: as addresses that every machine understands, or as paths of this one.

interface Placed {
  readonly path: string;
}

interface Tables {
  readonly links?: Placed | undefined;
  readonly users?: Placed | undefined;
}

interface Named {
  readonly inputs: readonly (Placed & { readonly tables: Tables })[];
  readonly pairs?: readonly string[] | undefined;
  readonly against?: readonly string[] | undefined;
  readonly benchmarks?: readonly string[] | undefined;
  readonly takedowns?: string | undefined;
}

/** The same request with other paths. */
export function withPaths<Request extends Named>(request: Request, told: (path: string) => string): Request {
  const { inputs, pairs, against, benchmarks, takedowns } = request;
  const all = (paths: readonly string[] | undefined) => paths?.map(told);
  return {
    ...request,
    inputs: inputs.map((input) => ({ ...input, path: told(input.path), tables: tablesOf(input.tables, told) })),
    pairs: all(pairs),
    against: all(against),
    benchmarks: all(benchmarks),
    takedowns: takedowns && told(takedowns),
  };
}

function tablesOf(tables: Tables, told: (path: string) => string) {
  const { links, users } = tables;
  const moved = (table: Placed) => ({ ...table, path: told(table.path) });
  return { ...(links && { links: moved(links) }), ...(users && { users: moved(users) }) };
}
