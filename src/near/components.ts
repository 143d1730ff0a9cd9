// Union-find over document numbers: which rows are connected, directly or through others.
// Memory: 8 bytes a member, and those of the members' list while it is made.
// Source: Tarjan, Efficiency of a good but not linear set union algorithm, 1975; here by least number, with halved paths.

/** Connected rows: members in ascending order, and by each the least member it is connected to. */
export interface Components {
  readonly members: Uint32Array;
  readonly roots: Uint32Array;
}

/** Connects the ends of edges, given as pairs of document numbers in a row. */
export function connectedComponents(edges: Uint32Array): Components {
  const members = distinct(edges);
  const parents = new Uint32Array(members.length).map((_, index) => index);
  for (let i = 0; i < edges.length; i += 2) join(parents, indexOf(members, edges[i]!), indexOf(members, edges[i + 1]!));
  return { members, roots: parents.map((_, index) => members[rootOf(parents, index)]!) };
}

/** The least member that a number is connected to; undefined where it is none. */
export function rootIn({ members, roots }: Components, number: number): number | undefined {
  const place = indexOf(members, number);
  return place < 0 ? undefined : roots[place]!;
}

/** Leaves edges enough to connect what they connect: fewer than there are members. */
export function spanningEdges(edges: Uint32Array): Uint32Array {
  const { members, roots } = connectedComponents(edges);
  const spanning = new Uint32Array(2 * members.length);
  let size = 0;
  members.forEach((member, index) => {
    if (roots[index] === member) return;
    spanning[size++] = roots[index]!;
    spanning[size++] = member;
  });
  return spanning.slice(0, size);
}

/** Numbers in ascending order without repeats. */
export function distinct(numbers: Uint32Array): Uint32Array {
  const sorted = numbers.slice().sort();
  let size = 0;
  for (const number of sorted) if (size === 0 || sorted[size - 1] !== number) sorted[size++] = number;
  return sorted.slice(0, size);
}

/** The numbers of all lists, one behind the other. */
export function concat(lists: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let size = 0;
  for (const list of lists) {
    all.set(list, size);
    size += list.length;
  }
  return all;
}

/** The place of a number that is in the list; -1 if it is not. */
export function indexOf(sorted: Uint32Array, number: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = sorted[middle]!;
    if (found === number) return middle;
    if (found < number) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function join(parents: Uint32Array, a: number, b: number): void {
  const [x, y] = [rootOf(parents, a), rootOf(parents, b)];
  // The lesser becomes the root: members are in ascending order, so the root is the least of them.
  if (x < y) parents[y] = x;
  else parents[x] = y;
}

function rootOf(parents: Uint32Array, from: number): number {
  let at = from;
  while (parents[at] !== at) {
    parents[at] = parents[parents[at]!]!;
    at = parents[at]!;
  }
  return at;
}
