// A bar chart as SVG, written by hand, its axis linear and from 0.

const ROW = 26;
const LABELS = 330;
const BARS = 380;
const WIDTH = LABELS + BARS + 80;
const TOP = 44;
const OURS = '#2f6fb0';
const OTHERS = '#9aa3ad';

/** A chart of `[label, value]` pairs. */
export function bars({ title, values }) {
  const most = Math.max(...values.map(([, value]) => value));
  const ticks = ticksTo(most);
  const at = (value) => (value / ticks.at(-1)) * BARS;
  const height = TOP + values.length * ROW + 34;
  const lines = ticks.map((tick) => axisLine(LABELS + at(tick), tick, height));
  const rows = values.map(([label, value], i) => bar({ label, value, y: TOP + i * ROW, width: at(value) }));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="13">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="16" y="26" font-size="16" font-weight="bold" fill="#222">${escaped(title)}</text>
${[...lines, ...rows].join('\n')}
</svg>
`;
}

function bar({ label, value, y, width }) {
  const color = label.startsWith('stackpairs') || /threads$/.test(label) ? OURS : OTHERS;
  const shown = value >= 100 ? value.toFixed(0) : value.toFixed(1);
  return [
    `<text x="${LABELS - 8}" y="${y + 17}" text-anchor="end" fill="#222">${escaped(label)}</text>`,
    `<rect x="${LABELS}" y="${y + 4}" width="${Math.max(1, width).toFixed(1)}" height="${ROW - 8}" fill="${color}"/>`,
    `<text x="${(LABELS + width + 6).toFixed(1)}" y="${y + 17}" fill="#222">${shown}</text>`,
  ].join('');
}

function axisLine(x, tick, height) {
  return [
    `<line x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${TOP}" y2="${height - 32}" stroke="#ddd"/>`,
    `<text x="${x.toFixed(1)}" y="${height - 18}" text-anchor="middle" font-size="11" fill="#666">${tick}</text>`,
  ].join('');
}

function ticksTo(most) {
  const step = [10, 20, 50, 100, 200, 500, 1000].find((size) => most / size <= 6) ?? most;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, i) => i * step);
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
