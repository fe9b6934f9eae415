/** The style of the page of misclassified digits; its colours are those of the theme. */
export const MISCLASSIFIED_CSS = `
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1180px; padding: 36px 28px 64px; background: var(--paper); color: var(--text); font: 15px/1.45 var(--font); }
header { display: flex; flex-wrap: wrap; gap: 28px 56px; justify-content: space-between; margin-bottom: 36px; }
header div { flex: 1 1 300px; max-width: 460px; }
h1 { margin: 0 0 22px; font-size: 28px; line-height: 1.15; text-wrap: balance; letter-spacing: -0.01em; }
.figure { margin: 0 0 6px; color: var(--muted); }
.figure strong { margin-right: 4px; color: var(--text); font-size: 24px; font-weight: 650; font-variant-numeric: tabular-nums; }
.hint { margin: 20px 0 0; color: var(--muted); font-size: 14px; }
.confusion { border-spacing: 3px; font-variant-numeric: tabular-nums; font-size: 13px; }
.confusion th { color: var(--muted); font-weight: 500; padding: 0 6px; }
.confusion tbody td { width: min(34px, 7vw); height: 28px; padding: 0; border-radius: 5px; background: rgba(128, 132, 140, 0.07); }
.confusion td.diagonal { background: rgba(128, 132, 140, 0.2); }
.confusion button { width: min(34px, 7vw); height: 28px; padding: 0; border: 0; border-radius: 5px; background: rgba(var(--heat), var(--heat-level)); color: inherit; font: inherit; cursor: pointer; }
.confusion button:hover, .confusion button:focus-visible { outline: 2px solid var(--muted); }
.confusion button[aria-pressed="true"] { outline: 2px solid var(--text); font-weight: 700; }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(152px, 1fr)); gap: 14px; }
figure { margin: 0; padding: 12px; border: 1px solid var(--grid); border-radius: 10px; background: var(--card); }
figure[hidden] { display: none; }
img { display: block; width: 100%; height: auto; margin-bottom: 10px; image-rendering: pixelated; }
figcaption { display: grid; grid-template-columns: auto auto; justify-content: space-between; align-items: baseline; gap: 3px 8px; color: var(--muted); font-size: 12px; font-variant-numeric: tabular-nums; }
figcaption span { white-space: nowrap; }
figcaption b { font-size: 17px; }
.index, .predicted { justify-self: end; }
.true b { color: var(--right); }
.predicted b { color: var(--wrong); }
.bar { grid-column: 1 / -1; height: 4px; overflow: hidden; border-radius: 2px; background: var(--grid); }
.bar i { display: block; height: 100%; background: var(--wrong); }
@media (prefers-color-scheme: dark) { img { filter: invert(1); } }
`.trim();

/** What the buttons of the table do: show the digits of one pair, or all again. Free of markup characters. */
export const MISCLASSIFIED_SCRIPT = `
const buttons = Array.from(document.querySelectorAll('button[data-pair]'));
const figures = Array.from(document.querySelectorAll('figure'));
function choose(button) {
  const wasChosen = button.getAttribute('aria-pressed') === 'true';
  for (const other of buttons) other.setAttribute('aria-pressed', String(other === button ? !wasChosen : false));
  for (const figure of figures) figure.hidden = wasChosen ? false : figure.dataset.pair !== button.dataset.pair;
}
for (const button of buttons) button.addEventListener('click', function () { choose(button); });
`.trim();
