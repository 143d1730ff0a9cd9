// What an order of rows is worth: the rows that are like another one of their batch, and those that it has twice or not at all.

/** Rows of whole batches that share a text, or a cluster, with one before them in the batch; rows used twice, and never. */
export function checkOrder(order, { keys, batch, rows }) {
  const { titles, answers, clusters } = keys;
  const [isTitleHere, isAnswerHere, isClusterHere] = [titles, answers, clusters].map((numbers) => seenIn(numbers));
  const isUsed = new Uint8Array(rows);
  const found = { batches: order.length / batch, sameText: 0, sameCluster: 0, twice: 0, never: rows };
  for (const [place, row] of order.entries()) {
    const number = Math.floor(place / batch);
    const hasText = [isTitleHere(row, number), isAnswerHere(row, number)].includes(true);
    if (hasText) found.sameText++;
    // Of one text is of one cluster.
    if (isClusterHere(row, number) && !hasText) found.sameCluster++;
    if (isUsed[row] === 1) found.twice++;
    else found.never--;
    isUsed[row] = 1;
  }
  return found;
}

/** Notes that a batch has a row, and says whether it had one of the same number. */
function seenIn(numbers) {
  const lastBatch = new Int32Array(highest(numbers) + 1).fill(-1);
  return (row, batch) => {
    const number = numbers[row];
    const isHere = lastBatch[number] === batch;
    lastBatch[number] = batch;
    return isHere;
  };
}

function highest(numbers) {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}
