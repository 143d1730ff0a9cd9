// The one door to `entities`: HTML's table of names, and its rules for what stands without a semicolon.

export { decodeHTML, decodeHTMLAttribute } from 'entities';
