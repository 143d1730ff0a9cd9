// Numbers to Markdown.

/** A Markdown table as the formatter leaves it: the first column to the left, the others to the right. */
export function table(head, rows) {
  const lines = [head, ...rows].map((cells) => cells.map(String));
  const widths = head.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column].length)));
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  const padded = lines.map((cells) => cells.map((cell, column) => pad(cell, column, widths[column])));
  return padded
    .toSpliced(1, 0, rule)
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function pad(cell, column, width) {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

/** The middle one of the runs, by wall time; the earlier one when there are two. */
export function medianRun(runs) {
  return runs.toSorted((a, b) => a.wallSeconds - b.wallSeconds)[Math.floor((runs.length - 1) / 2)];
}

/** Bytes as MB of 10^6. */
export function megabytes(bytes) {
  return (bytes / 1e6).toFixed(0);
}
