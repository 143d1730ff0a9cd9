// Numbers as the report writes them.

/** A share in per cent: `12.3 %`. */
export function percent(count: number, all: number): string {
  if (all === 0) return '–';
  const share = (100 * count) / all;
  return share > 0 && share < 0.1 ? '< 0.1 %' : `${share.toFixed(1)} %`;
}

/** A short label for an axis: 500, 1.5k, 2M. */
export function short(count: number): string {
  const [unit, sign] = count >= 1e9 ? [1e9, 'G'] : count >= 1e6 ? [1e6, 'M'] : count >= 1e3 ? [1e3, 'k'] : [1, ''];
  return `${Number((count / unit).toFixed(2))}${sign}`;
}

/** A number of bytes in kB, MB or GB (powers of ten). */
export function size(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e3).toFixed(1)} kB`;
}

/** `1 dump`, `2 dumps`. */
export function counted(count: number, thing: string, grouped: (count: number) => string = String): string {
  return `${grouped(count)} ${thing}${count === 1 ? '' : 's'}`;
}

/** A sum. */
export function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
