// manifest -> card: what the Hub and its readers are told about a build.

export { CARD_FILE, card } from './card.ts';
export { frontMatter } from './front-matter.ts';
