// The anomalies a sample can hold, and which one comes next: each once early in the first site, then by chance everywhere.
import type { Anomaly } from './anomaly.ts';
import { ODD_ANSWERS } from './odd-answers.ts';
import { ODD_LINKS } from './odd-links.ts';
import { ODD_ROWS } from './odd-rows.ts';
import { ODD_TEXTS } from './odd-texts.ts';
import type { RowFormat } from './post-row.ts';
import type { Random } from './random.ts';

/** Every anomaly by name. */
export const ANOMALIES = { ...ODD_TEXTS, ...ODD_ROWS, ...ODD_ANSWERS, ...ODD_LINKS };

/** Name of an anomaly, as the report counts it. */
export type AnomalyName = keyof typeof ANOMALIES;

/** Names of all anomalies, in the order of the tables. */
export const ANOMALY_NAMES = Object.keys(ANOMALIES) as readonly AnomalyName[];

/** One draw in so many gives a rare anomaly, since these are long or cost rows. */
const RARE_ONE_IN = 8;

/** The anomalies of one frequency that stand out in a format. */
export function anomaliesOf(frequency: Anomaly['frequency'], format: RowFormat): readonly AnomalyName[] {
  return ANOMALY_NAMES.filter((name) => {
    const anomaly: Anomaly = ANOMALIES[name];
    return anomaly.frequency === frequency && anomaly.unless?.(format) !== true;
  });
}

/** Draws the anomalies of one site. */
export interface AnomalyDraw {
  /** Whether some must still be planted. */
  readonly owing: boolean;
  /** The anomaly to plant now, if any; `progress` is the written part of the site, from 0 to 1. */
  draw(progress: number): AnomalyName | undefined;
}

/** Makes the draw: `each` plants every one once, evenly over the site; `rate` is the share of free rows taken besides. */
export function createAnomalyDraw(
  random: Random,
  format: RowFormat,
  options: { rate: number; each: boolean },
): AnomalyDraw {
  const common = anomaliesOf('common', format);
  const rare = anomaliesOf('rare', format);
  const owed = options.each ? [...common, ...rare].reverse() : [];
  const steps = owed.length + 1;
  const limit = options.rate * 4_294_967_296;
  return {
    get owing() {
      return owed.length > 0;
    },
    draw(progress) {
      if (owed.length > 0 && progress * steps >= steps - owed.length) return owed.pop();
      if (random.next() >= limit) return undefined;
      return random.pick(random.onceIn(RARE_ONE_IN) ? rare : common);
    },
  };
}
