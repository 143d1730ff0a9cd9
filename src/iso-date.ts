// Dates as dumps, options and pipelines write them: in UTC, so that they sort as strings.

/** Whether this is a day, or a time of one, that the calendar has: `2020-01-31`, `2020-01-31T12:00:00.000`. */
export function isIsoDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{3})?)?$/.test(value)) return false;
  const time = Date.parse(value.includes('T') ? `${value}Z` : value);
  // 2021-02-30 parses as 2 March on some engines; a real date comes back as it went in.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
