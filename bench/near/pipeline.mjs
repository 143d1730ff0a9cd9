// The pipeline under measurement: nothing is dropped, the provenance says who belongs together.
import { definePipeline, htmlToText, squeeze, titleBody } from 'stackpairs';

/** At 14 bands of 8 rows, and this least similarity. */
export function nearPipeline(similarity) {
  return definePipeline({
    name: 'near_duplicates',
    pairs: [titleBody()],
    clean: [htmlToText({ code: 'keep' }), squeeze()],
    dedupe: { exact: 'off', near: { field: 'body', similarity, bands: 14, rows: 8, action: 'mark' } },
  });
}
