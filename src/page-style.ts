// How the report looks: one accent, quiet lines, figures that stand under each other. Light or dark as the reader's
// system is, one column where there is no room for two.

/** The page's only style sheet. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fdfdfb; --ink: #1d2126; --quiet: #646b74; --line: #e2e3de; --track: #eceee9; --gone: #b9bfc4;
  --accent: #0b7a75; --box: #f5f6f2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --ink: #e4e6e3; --quiet: #9aa2aa; --line: #2b3036; --track: #23282d; --gone: #59626b;
    --accent: #3fc4b5; --box: #1b1f23;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 3rem 1.25rem 4rem; max-width: 64rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; font-weight: 650; letter-spacing: -0.01em; }
h2 { margin: 0 0 0.4rem; font-size: 1.25rem; line-height: 1.3; font-weight: 650; }
h3, pre, .text, .quiet { overflow: hidden; }
h3 { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 4; max-height: 5.6em; margin: 0; font-size: 1rem; line-height: 1.4; font-weight: 600; }
p { margin: 0 0 1rem; }
section { margin-top: 3rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
section > .columns { margin-top: 1rem; }
section > p { max-width: 44rem; color: var(--quiet); }
a { color: inherit; text-decoration-color: var(--accent); text-underline-offset: 0.15em; }
a:hover { color: var(--accent); }
a:focus-visible, summary:focus-visible, pre:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono", monospace; font-size: 0.86em; }
.eyebrow { margin: 0 0 0.4rem; color: var(--accent); font-size: 0.85rem; font-weight: 600; }
.lede { margin: 0.6rem 0 0; max-width: 44rem; color: var(--quiet); }
.credit { display: block; margin: 0.2rem 0 0; }
.quiet { color: var(--quiet); font-size: 0.86rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 1.25rem; margin: 2rem 0 0; }
.figures dt { color: var(--quiet); font-size: 0.86rem; }
.figures dd { margin: 0; font-size: 1.5rem; line-height: 1.25; font-weight: 600; }
.figures .main { color: var(--accent); }
.wide { grid-column: 1 / -1; }
.columns { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 2rem 3rem; }
table { width: 100%; border-collapse: collapse; }
caption { padding-bottom: 0.5rem; text-align: left; font-weight: 600; }
th, td { padding: 0.45rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
thead th { border-top: 0; padding-top: 0; color: var(--quiet); font-size: 0.86rem; }
th + th, th + td, td + td { padding-left: 1.25rem; }
.number { width: 1%; text-align: right; white-space: nowrap; }
.total th, .total td { font-weight: 600; }
.bar { display: block; width: 100%; height: 6px; margin-top: 0.35rem; }
.track { fill: var(--track); }
.gone { fill: var(--gone); }
.kept { fill: var(--accent); }
.note { display: block; }
figure { margin: 0; min-width: 0; }
figcaption { font-weight: 600; }
.chart { display: block; width: calc(100% - 3rem); height: 200px; margin: 0.75rem 0 0 3rem; overflow: visible; }
.chart text { fill: var(--quiet); font-size: 12px; }
.chart line { stroke: var(--line); }
.chart .base { stroke: var(--quiet); }
.chart .slot { fill: transparent; }
.chart g:hover .slot { fill: var(--track); }
details { margin-top: 0.5rem; }
summary { color: var(--quiet); font-size: 0.86rem; cursor: pointer; }
details table { margin-top: 0.75rem; }
.text { white-space: pre-line; }
.clip { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; max-height: 4.65em; }
.config { margin-top: 0; padding: 0.9rem 0; border-top: 1px solid var(--line); }
.config > summary { color: var(--ink); font-size: 1rem; }
.config section { margin: 1.5rem 0 0; padding-top: 0; border-top: 0; }
h3.part { margin-bottom: 0.4rem; }
.sample { margin-top: 2rem; }
.alone { margin-top: 0.6rem; }
.sample .columns { margin-top: 0.6rem; gap: 1rem; align-items: start; }
.sample figure { padding: 0.9rem 1rem; background: var(--box); border-radius: 6px; overflow: hidden; }
.sample .after { box-shadow: inset 3px 0 var(--accent); }
.sample figcaption { color: var(--quiet); font-size: 0.86rem; }
.sample dl { margin: 0; }
.sample dt { margin-top: 0.6rem; color: var(--quiet); font-size: 0.86rem; }
.sample dd { margin: 0; }
pre { margin: 0; white-space: pre-wrap; }
footer { margin-top: 4rem; padding-top: 1.5rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: 0.86rem; }
@media (min-width: 44.01rem) { .funnel .note { display: inline; margin-left: 0.75rem; } }
@media (max-width: 44rem) {
  body { padding-top: 1.75rem; }
  h1 { font-size: 1.5rem; }
  section { margin-top: 2.25rem; }
  .columns { grid-template-columns: minmax(0, 1fr); }
  .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .figures dd { font-size: 1.25rem; }
  th + th, th + td, td + td { padding-left: 0.75rem; }
}
@media print { body { max-width: none; padding: 0; } section { break-inside: auto; } .sample figure { break-inside: avoid; } }
`;
