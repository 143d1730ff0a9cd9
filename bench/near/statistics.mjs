// What banding promises, and how far chance may take a count from it.

/** Probits of 95 %, both sides. */
const Z = 1.96;

/** The chance that two texts of this similarity agree in all rows of a band at least once. */
export function meetingChance(similarity, { bands, rows }) {
  return 1 - (1 - similarity ** rows) ** bands;
}

/** Wilson's interval of 95 % for a share, given that it was met `found` times of `of`. */
export function interval(found, of) {
  const share = found / of;
  const middle = share + Z ** 2 / (2 * of);
  const reach = Z * Math.sqrt((share * (1 - share)) / of + (Z / (2 * of)) ** 2);
  const scale = 1 + Z ** 2 / of;
  return [(middle - reach) / scale, (middle + reach) / scale];
}
