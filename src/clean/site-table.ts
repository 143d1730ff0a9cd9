// Sites whose host today differs from their dump's name, and sites whose posts are not written in English. Hosts are from
// the site list of the Stack Exchange API (`/sites`: site_url and aliases). All other sites are as their dump's name says.

/** Host label today by the label in a dump's name, for sites under stackexchange.com; metas follow. */
export const RENAMED: ReadonlyMap<string, string> = new Map([
  ['avp', 'video'],
  ['beer', 'alcohol'],
  ['cogsci', 'psychology'],
  ['health', 'medicalsciences'],
  ['ips', 'interpersonal'],
  ['materials', 'mattermodeling'],
  ['moderators', 'communitybuilding'],
  ['programmers', 'softwareengineering'],
  ['threedprinting', '3dprinting'],
  ['ui', 'ux'],
  ['veg', 'vegetarianism'],
  ['vegetarian', 'vegetarianism'],
  ['writers', 'writing'],
]);

/** Hosts outside that scheme, by the name of their dump. */
export const MOVED: ReadonlyMap<string, string> = new Map([
  ['br.stackoverflow.com', 'pt.stackoverflow.com'],
  ['mathoverflow.stackexchange.com', 'mathoverflow.net'],
  ['meta.br.stackoverflow.com', 'pt.meta.stackoverflow.com'],
  ['meta.es.stackoverflow.com', 'es.meta.stackoverflow.com'],
  ['meta.ja.stackoverflow.com', 'ja.meta.stackoverflow.com'],
  ['meta.pt.stackoverflow.com', 'pt.meta.stackoverflow.com'],
  ['meta.ru.stackoverflow.com', 'ru.meta.stackoverflow.com'],
  ['ubuntu.stackexchange.com', 'askubuntu.com'],
]);

/**
 * Language by host of the main site; metas share it. The first five require their language. The last three are about a
 * language and counted as written in it, as others who filter these dumps do. French, German, Spanish, Chinese and
 * Esperanto mix theirs with English post by post, and one word per site cannot say so: they stay English here, as do
 * Japanese, Korean, Latin and Russian. Beyond the first five this was not measured on dumps.
 */
export const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ['es.stackoverflow.com', 'es'],
  ['ja.stackoverflow.com', 'ja'],
  ['pt.stackoverflow.com', 'pt'],
  ['ru.stackoverflow.com', 'ru'],
  ['rus.stackexchange.com', 'ru'],
  ['italian.stackexchange.com', 'it'],
  ['portuguese.stackexchange.com', 'pt'],
  ['ukrainian.stackexchange.com', 'uk'],
]);
