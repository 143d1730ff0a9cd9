// HTML cut into tokens, as the HTML standard's tokenizer does it. The one file that knows which package cuts.
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

/** What is called, token by token, with places in the HTML. */
export type HtmlTokens = TokenizerCallbacks;

/** Cuts `html` into tokens. Entities are left as they are: the tokenizer then skips from `<` to `<`. */
export function cutTokens(html: string, tokens: HtmlTokens): void {
  const tokenizer = new Tokenizer({ decodeEntities: false }, tokens);
  tokenizer.write(html);
  tokenizer.end();
}
