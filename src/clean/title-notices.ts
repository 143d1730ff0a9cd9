// The step that takes the network's own notices off a title: they tell what became of the question, not what it asks.
import type { Pair, Step } from '../types.ts';
import { defineBuiltIn } from './define-step.ts';

const NOTICES = [' [duplicate]', ' [closed]', ' [on hold]', ' [migrated]', ' [locked]', ' [protected]'];

/** Strips `[duplicate]`, `[closed]` and the like from the end of the text named `title`. */
export function titleNotices(): Step<Pair> {
  return defineBuiltIn({ step: 'titleNotices', options: {}, reasons: [] }, (pair) => ({
    texts: pair.texts.map((text) => (text.name === 'title' ? { ...text, value: withoutNotices(text.value) } : text)),
  }));
}

function withoutNotices(title: string): string {
  let rest = title;
  for (;;) {
    const end = rest.trimEnd();
    const notice = NOTICES.find((candidate) => end.endsWith(candidate));
    if (notice === undefined) return rest;
    rest = end.slice(0, -notice.length).trimEnd();
  }
}
