import { describe, expect, it } from 'vitest';
import { siteOf } from '../../src/clean/index.ts';

describe('siteOf', () => {
  it.each([
    ['cooking.stackexchange.com', 'cooking.stackexchange.com', 'en'],
    ['stackoverflow.com', 'stackoverflow.com', 'en'],
    ['meta.stackexchange.com', 'meta.stackexchange.com', 'en'],
    ['beer.stackexchange.com', 'alcohol.stackexchange.com', 'en'],
    ['beer.meta.stackexchange.com', 'alcohol.meta.stackexchange.com', 'en'],
    ['meta.beer.stackexchange.com', 'alcohol.meta.stackexchange.com', 'en'],
    ['materials.stackexchange.com', 'mattermodeling.stackexchange.com', 'en'],
    ['moderators.stackexchange.com', 'communitybuilding.stackexchange.com', 'en'],
    ['health.stackexchange.com', 'medicalsciences.stackexchange.com', 'en'],
    ['cogsci.stackexchange.com', 'psychology.stackexchange.com', 'en'],
    ['writers.meta.stackexchange.com', 'writing.meta.stackexchange.com', 'en'],
    ['avp.stackexchange.com', 'video.stackexchange.com', 'en'],
    ['es.meta.stackoverflow.com', 'es.meta.stackoverflow.com', 'es'],
    ['meta.ja.stackoverflow.com', 'ja.meta.stackoverflow.com', 'ja'],
    ['pt.stackoverflow.com', 'pt.stackoverflow.com', 'pt'],
    ['ru.stackoverflow.com', 'ru.stackoverflow.com', 'ru'],
    ['rus.meta.stackexchange.com', 'rus.meta.stackexchange.com', 'ru'],
    ['russian.stackexchange.com', 'russian.stackexchange.com', 'en'],
    ['nonesuch.example', 'nonesuch.example', 'en'],
  ])('knows the host and language of %s', (name, host, language) => {
    expect(siteOf(name)).toEqual({ name, host, language });
  });
});
