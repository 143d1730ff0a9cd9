// manifest -> card: what the Hub and its readers are told about a build.

export { card } from './card.ts';
export { frontMatter } from './front-matter.ts';
