// Anomalies of links: shapes that duplicates and their links have had, or could have, each with questions of its own.
// A question that is closed says so; what it was closed in favour of may be anything.
import { type Anomaly, type AnomalyKit, plantedRow } from './anomaly.ts';
import type { PostRow } from './post-row.ts';

/** Links the rows of one anomaly, which stand in the file in this order. */
type Shape = (kit: AnomalyKit) => readonly PostRow[];

/** Anomalies of links, by name. */
export const ODD_LINKS = {
  duplicate_chain: shape((kit) => {
    const [canonical, ...closed] = [kit.question(), asClosed(kit), asClosed(kit), asClosed(kit)] as const;
    linkEach(kit, [canonical, ...closed].toReversed());
    return [canonical, ...closed];
  }),
  duplicate_cycle: shape((kit) => {
    const closed = [asClosed(kit), asClosed(kit), asClosed(kit)] as const;
    linkEach(kit, [...closed, closed[0]]);
    return closed;
  }),
  self_link: shape((kit) => {
    const closed = asClosed(kit);
    linkEach(kit, [closed, closed]);
    return [closed];
  }),
  repeated_link: shape((kit) => {
    const [target, closed] = [kit.question(), asClosed(kit)];
    linkEach(kit, [closed, target]);
    linkEach(kit, [closed, target]);
    return [target, closed];
  }),
  two_targets: shape((kit) => {
    const [first, second, closed] = [kit.question(), kit.question(), asClosed(kit)] as const;
    linkEach(kit, [closed, second]);
    linkEach(kit, [closed, first]);
    return [first, second, closed];
  }),
  linked_duplicate: shape((kit) => {
    const [target, closed] = [kit.question(), asClosed(kit)];
    kit.link({ kind: 'linked', from: closed.id, to: target.id });
    linkEach(kit, [closed, target]);
    return [target, closed];
  }),
  newer_target: shape((kit) => {
    const [closed, target] = [asClosed(kit), kit.question()];
    linkEach(kit, [closed, target]);
    return [closed, target];
  }),
  link_to_answer: shape((kit) => {
    const target = { ...kit.question(), answers: 1 };
    const [answer, closed] = [kit.answer(target.id), asClosed(kit)];
    linkEach(kit, [closed, answer]);
    return [target, answer, closed];
  }),
  link_from_answer: shape((kit) => {
    const target = { ...kit.question(), answers: 1 };
    const answer = kit.answer(target.id);
    linkEach(kit, [answer, target]);
    return [target, answer];
  }),
  dangling_source: shape((kit) => {
    const target = kit.question();
    kit.link({ kind: 'duplicate', from: kit.missingId(target.id), to: target.id, dangling: true });
    return [target];
  }),
  dangling_target: shape((kit) => {
    const closed = asClosed(kit);
    kit.link({ kind: 'duplicate', from: closed.id, to: kit.missingId(closed.id), dangling: true });
    return [closed];
  }),
  unsorted_links: shape((kit) => {
    const [target, first, second] = [kit.question(), asClosed(kit), asClosed(kit)] as const;
    linkEach(kit, [first, target]);
    kit.link({ kind: 'duplicate', from: second.id, to: target.id, flaw: 'early' });
    return [target, first, second];
  }),
  malformed_link: shape((kit) => {
    const question = kit.question();
    kit.link({ kind: 'linked', from: question.id, to: question.id, flaw: 'spoilt' });
    return [question];
  }),
} satisfies Record<string, Anomaly>;

function shape(rows: Shape): Anomaly {
  return { frequency: 'rare', plant: (kit) => rows(kit).map((row) => plantedRow(row, kit)) };
}

function asClosed(kit: AnomalyKit): PostRow {
  const question = kit.question();
  return { ...question, closed: question.active };
}

/** Each one is a duplicate of the next. */
function linkEach(kit: AnomalyKit, rows: readonly PostRow[]): void {
  for (const [i, { id }] of rows.entries()) {
    const next = rows[i + 1];
    if (next !== undefined) kit.link({ kind: 'duplicate', from: id, to: next.id, chained: next.closed !== '' });
  }
}
