// Anomalies of answers: what makes it hard to say which answer of a question is the best. Each has a question of its own.
import { type Anomaly, type AnomalyKit, plantedRow } from './anomaly.ts';
import type { PostRow } from './post-row.ts';

/** Anomalies of answers, by name. */
export const ODD_ANSWERS = {
  tied_answers: answered({ votes: [7, 7] }),
  tied_accepted: answered({ votes: [7, 7], accepted: 1 }),
  accepted_below: answered({ votes: [25, 3], accepted: 1 }),
  negative_answers: answered({ votes: [-3, -1] }),
  negative_accepted: answered({ votes: [0, -2], accepted: 1 }),
  accepted_missing: {
    frequency: 'rare',
    plant(kit) {
      const question = kit.question();
      return [plantedRow({ ...question, answers: 0, acceptedAnswerId: kit.missingId(question.id) }, kit)];
    },
  },
  accepted_elsewhere: {
    frequency: 'rare',
    plant(kit) {
      const [question, other] = [kit.question(), kit.question()];
      const answer = kit.answer(other.id);
      const rows = [{ ...question, acceptedAnswerId: answer.id }, { ...other, answers: 1 }, answer];
      return rows.map((row) => plantedRow(row, kit));
    },
  },
  orphan_answer: {
    frequency: 'rare',
    plant: (kit) => [plantedRow(orphan(kit), kit)],
  },
  answer_to_answer: {
    frequency: 'rare',
    plant(kit) {
      const question = { ...kit.question(), answers: 1 };
      const answer = kit.answer(question.id);
      return [question, answer, kit.answer(answer.id)].map((row) => plantedRow(row, kit));
    },
  },
} satisfies Record<string, Anomaly>;

/** A question with answers of these votes, one of them accepted perhaps. */
function answered({ votes, accepted }: { readonly votes: readonly number[]; readonly accepted?: number }): Anomaly {
  return {
    frequency: 'rare',
    plant(kit) {
      const question = kit.question();
      const answers = votes.map((score) => ({ ...kit.answer(question.id), votes: score }));
      const acceptedAnswerId = accepted === undefined ? 0 : answers[accepted]!.id;
      return [{ ...question, answers: votes.length, acceptedAnswerId }, ...answers].map((row) => plantedRow(row, kit));
    },
  };
}

function orphan(kit: AnomalyKit): PostRow {
  const answer = kit.answer();
  return { ...answer, parentId: kit.missingId(answer.id) };
}
