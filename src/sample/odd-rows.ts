// Anomalies of whole rows: syntax that a conforming reader takes and a careless one does not, posts that only look like
// posts, and rows that no reader can take.
import { type Anomaly, malformedLine, oddAnswer, oddLine, oddQuestion, plantedRow } from './anomaly.ts';

/** Anomalies of rows, by name. */
export const ODD_ROWS = {
  lf_line_end: {
    ...oddLine((line) => line.replace(/\r\n$/, '\n')),
    unless: ({ lineEnd }) => lineEnd === '\n',
  },
  pipe_tags: {
    ...oddQuestionInPipes(),
    unless: ({ tags }) => tags === 'pipes',
  },
  attributes_on_lines: oddLine((line, { format }) => line.replace(/" (?=[A-Z]\w+=")/g, `"${format.lineEnd}       `)),
  single_quotes: oddLine((line) =>
    line.replace(/="([^"]*)"/g, (_, value: string) => `='${value.replaceAll("'", '&#39;')}'`),
  ),
  unknown_attribute: oddLine((line) => line.replace(/ \/>/, ' Sponsor="a &amp;gt; b" />')),
  unknown_type: oddQuestion(({ id }) => ({ id, typeId: 17 })),
  named_owner: oddQuestion(() => ({ ownerId: 0, ownerName: 'user90' })),
  answer_bot: oddAnswer(() => ({ ownerId: -2, ownerName: '' })),
  unsorted_rows: {
    frequency: 'common',
    plant(kit) {
      const question = { ...kit.question(), answers: 1 };
      return [plantedRow(kit.answer(question.id), kit), plantedRow(question, kit)];
    },
  },
  planted_question: oddQuestion(() => ({ id: 1_000_000_001, ownerId: -1, ownerName: '' }), 'last'),
  planted_answer: oddAnswer(() => ({ id: 1_000_000_010, parentId: 1_000_000_001, ownerId: -1, ownerName: '' }), 'last'),
  bare_ampersand: malformedLine((line) => line.replace(' Body="', ' Body="Q & A: ')),
  missing_id: malformedLine((line) => line.replace(/ Id="\d+"/, '')),
  unterminated_quote: malformedLine((line) => line.replace('" LastActivityDate=', ' LastActivityDate=')),
  unquoted_value: malformedLine((line) => line.replace(/ Score="(-?\d+)"/, ' Score=$1')),
} satisfies Record<string, Anomaly>;

function oddQuestionInPipes(): Anomaly {
  return {
    frequency: 'common',
    plant: (kit) => [plantedRow(kit.question(), { ...kit, format: { ...kit.format, tags: 'pipes' } })],
  };
}
