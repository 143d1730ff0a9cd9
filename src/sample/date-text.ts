// Dates as the dump writes them, put together from tables: formatting each one from its parts would cost more than the
// rest of a row.

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Gives milliseconds since 1970 as `YYYY-MM-DDTHH:MM:SS.mmm`. */
export type DateText = (ms: number) => string;

/** Makes the tables for the days between two moments; later moments give a wrong text. */
export function createDateText(from: number, until: number): DateText {
  const firstDay = Math.floor(from / DAY_MS);
  const dayCount = Math.floor(until / DAY_MS) - firstDay + 1;
  const days = Array.from({ length: dayCount }, (_, day) =>
    new Date((firstDay + day) * DAY_MS).toISOString().slice(0, 11),
  );
  const minutes = Array.from({ length: 1440 }, (_, minute) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}:`);
  const seconds = Array.from({ length: 60 }, (_, second) => `${two(second)}.`);
  const fractions = Array.from({ length: 1000 }, (_, ms) => `${1000 + ms}`.slice(1));
  return (ms) => {
    const day = Math.floor(ms / DAY_MS);
    const inDay = ms - day * DAY_MS;
    const minute = Math.floor(inDay / MINUTE_MS);
    const second = Math.floor((inDay - minute * MINUTE_MS) / 1000);
    return days[day - firstDay]! + minutes[minute]! + seconds[second]! + fractions[inDay % 1000]!;
  };
}

function two(n: number): string {
  return n < 10 ? `0${n}` : `${n}`;
}
