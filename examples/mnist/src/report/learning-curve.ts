// d3-scale and d3-shape: alive, small, and pure functions from numbers to path strings, so the chart needs no DOM.
import { type Curve, type CurvePoint, epochRange } from './curve.js';
import { escapeMarkup } from './escape.js';
import { panelSvg } from './panel.js';
import { SERIES_COLOURS, THEME_CSS } from './theme.js';

/** What a learning curve shows. Values that are not finite (a diverged loss) are left out. */
export interface LearningCurve {
  readonly title: string;
  readonly subtitle?: string;
  /** Loss against epochs, a curve for each data set. */
  readonly loss: readonly Curve[];
  /** Accuracy, from 0 to 1, against epochs. A curve has the colour of the loss curve of the same name. */
  readonly accuracy: readonly Curve[];
  /** The loss of each mini-batch, in order; drawn as a shaded range. */
  readonly batchLoss?: readonly CurvePoint[];
}

const WIDTH = 1160;
const HEIGHT = 460;
const PANEL = { top: 128, width: 370, height: 260 };
const LEFT_PANEL = 62;
const RIGHT_PANEL = 638;

const CSS = `
text { font-family: var(--font); fill: var(--text); }
.paper { fill: var(--paper); }
.title { font-size: 22px; font-weight: 650; }
.subtitle { font-size: 14px; fill: var(--muted); }
.heading { font-size: 15px; font-weight: 600; }
.note, .tick { font-size: 12px; fill: var(--muted); }
.tick { font-variant-numeric: tabular-nums; }
.label { font-size: 13px; font-weight: 600; }
.grid { stroke: var(--grid); }
.curve { fill: none; stroke-width: 2.25; stroke-linejoin: round; stroke-linecap: round; }
.band { fill: var(--muted); opacity: 0.16; }
.trace { fill: none; stroke: var(--muted); opacity: 0.55; }
`.trim();

/**
 * Draws loss and accuracy against epochs, side by side, as one SVG document (light, or dark where the reader prefers it).
 * The loss axis is logarithmic when the losses span a decade or more.
 */
export function learningCurveSvg(curve: LearningCurve): string {
  const { title, subtitle = '', loss, accuracy, batchLoss = [] } = curve;
  const names = new Set([...loss, ...accuracy].map(({ name }) => name));
  const colours = new Map(Array.from(names, (name, index) => [name, index % SERIES_COLOURS]));
  const epochs = epochRange([...[...loss, ...accuracy].flatMap(({ points }) => points), ...batchLoss]);
  const shared = { ...PANEL, colours, epochs };
  const colourCss = Array.from(
    { length: SERIES_COLOURS },
    (_, index) =>
      `.fill-${index} { fill: var(--series-${index}); }\n.stroke-${index} { stroke: var(--series-${index}); }`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title">`,
    `<title id="title">${escapeMarkup(title)}</title>`,
    `<style>\n${THEME_CSS}\n${CSS}\n${colourCss.join('\n')}\n</style>`,
    `<rect class="paper" width="${WIDTH}" height="${HEIGHT}"/>`,
    `<text class="title" x="28" y="44">${escapeMarkup(title)}</text>`,
    `<text class="subtitle" x="28" y="68">${escapeMarkup(subtitle)}</text>`,
    panelSvg({ ...shared, heading: 'Loss', kind: 'loss', curves: loss, trace: batchLoss, left: LEFT_PANEL }),
    panelSvg({ ...shared, heading: 'Accuracy', kind: 'accuracy', curves: accuracy, trace: [], left: RIGHT_PANEL }),
    '</svg>',
    '',
  ].join('\n');
}
