// The step that turns the HTML of a pair into plain text. Texts that are no HTML, such as titles, pass untouched.
import type { Pair, Step, Text } from '../types.ts';
import { defineBuiltIn } from './define-step.ts';
import type { HtmlPolicy } from './html-policy.ts';
import { choice, readOptions } from './options.ts';
import { renderHtml } from './render-html.ts';

const POLICY = {
  code: choice('keep', 'drop', 'placeholder'),
  quotes: choice('keep', 'drop'),
  links: choice('text', 'text-and-url'),
  images: choice('alt', 'drop'),
  banners: choice('drop', 'keep'),
};

/** Renders each HTML text of a pair as plain text. */
export function htmlToText(options: Partial<HtmlPolicy> = {}): Step<Pair> {
  const policy = readOptions('htmlToText', options, POLICY);
  const render = (text: Text): Text => ({ name: text.name, html: false, value: renderHtml(text.value, policy) });
  return defineBuiltIn({ step: 'htmlToText', options: policy, reasons: [] }, (pair) => ({
    texts: pair.texts.map((text) => (text.html ? render(text) : text)),
  }));
}
