import { scaleLinear, scaleLog } from 'd3-scale';
import { area, curveMonotoneX, line } from 'd3-shape';
import { type Bin, binned } from './bins.js';
import { type Curve, type CurvePoint, isDrawable } from './curve.js';
import { escapeMarkup } from './escape.js';

/** What one panel of the chart shows, and where. Lengths are in pixels. */
export interface Panel {
  readonly heading: string;
  readonly kind: 'loss' | 'accuracy';
  readonly curves: readonly Curve[];
  /** Values of single mini-batches, drawn as a shaded range behind the curves. */
  readonly trace: readonly CurvePoint[];
  /** The first and the last epoch on the axis. */
  readonly epochs: readonly [number, number];
  /** The colour number of each curve name. */
  readonly colours: ReadonlyMap<string, number>;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const LABEL_HEIGHT = 17;
/** More points than this are drawn without dots. */
const MOST_DOTS = 30;
const TRACE_BINS = 150;
/** A loss that spans at least this factor gets a logarithmic axis. */
const LOGARITHMIC_FROM = 10;

const round = (value: number): number => Math.round(value * 10) / 10;

/** One panel of a learning curve, as an SVG group. Values that are not finite leave gaps. */
export function panelSvg(panel: Panel): string {
  const { heading, left, top, width, height } = panel;
  const bins = binned(panel.trace.filter(isDrawable), TRACE_BINS);
  const points = panel.curves.flatMap((curve) => curve.points).filter(isDrawable);
  const values = [...points.map((point) => point.value), ...bins.flatMap((bin) => [bin.low, bin.high])];
  const open = `<g transform="translate(${left},${top})">`;
  const headingText = `<text class="heading" x="0" y="-18">${escapeMarkup(heading)}</text>`;
  if (values.length === 0) {
    return `${open}${headingText}<text class="note" x="0" y="24">no finite values</text></g>`;
  }

  const x = scaleLinear(panel.epochs, [0, width]);
  const axis = valueAxis(panel.kind, values, height);
  const place = (point: CurvePoint): [number, number] => [x(point.epoch), axis.scale(point.value)];

  const grid = axis.ticks.map((tick) => {
    const y = round(axis.scale(tick));
    return `<line class="grid" x1="0" x2="${width}" y1="${y}" y2="${y}"/><text class="tick" x="-10" y="${y + 4}" text-anchor="end">${axis.format(tick)}</text>`;
  });
  const epochTicks = x.ticks(8).filter(Number.isInteger);
  const epochLabels = epochTicks.map(
    (tick) => `<text class="tick" x="${round(x(tick))}" y="${height + 20}" text-anchor="middle">${tick}</text>`,
  );

  const colourOf = (curve: Curve): number => panel.colours.get(curve.name) ?? 0;
  const lines = panel.curves.map((curve) => curveSvg(curve, colourOf(curve), place));
  const notes = [...(axis.logarithmic ? ['log scale'] : []), ...(bins.length > 0 ? ['shaded: mini-batches'] : [])];
  return [
    open,
    headingText,
    `<text class="note" x="${width}" y="-18" text-anchor="end">${notes.join(' · ')}</text>`,
    ...grid,
    ...epochLabels,
    `<text class="note" x="${width / 2}" y="${height + 42}" text-anchor="middle">epoch</text>`,
    traceSvg(bins, x, axis.scale),
    ...lines,
    ...endLabels(panel, place, colourOf),
    '</g>',
  ].join('\n');
}

interface ValueAxis {
  readonly scale: (value: number) => number;
  readonly ticks: readonly number[];
  readonly format: (value: number) => string;
  readonly logarithmic: boolean;
}

function valueAxis(kind: Panel['kind'], values: readonly number[], height: number): ValueAxis {
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (kind === 'accuracy') {
    const scale = scaleLinear([Math.min(low, 0.99), 1], [height, 0]).nice(5);
    return { scale, ticks: scale.ticks(5), format: scale.tickFormat(5, '%'), logarithmic: false };
  }
  if (low > 0 && high / low >= LOGARITHMIC_FROM) {
    const scale = scaleLog([low * 0.9, high * 1.1], [height, 0]);
    const decades = Math.log10(high / low);
    const digits = decades > 4 ? ['1'] : decades > 2 ? ['1', '3'] : ['1', '2', '5'];
    const ticks = scale.ticks().filter((tick) => digits.includes(tick.toExponential(0).charAt(0)));
    return { scale, ticks, format: shortNumber, logarithmic: true };
  }
  const scale = scaleLinear([Math.min(0, low), high > 0 ? high : 1], [height, 0]).nice(5);
  return { scale, ticks: scale.ticks(5), format: shortNumber, logarithmic: false };
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function traceSvg(bins: readonly Bin[], x: (epoch: number) => number, y: (value: number) => number): string {
  const band = area<Bin>()
    .x((bin) => x(bin.epoch))
    .y0((bin) => y(bin.low))
    .y1((bin) => y(bin.high));
  const middle = line<Bin>()
    .x((bin) => x(bin.epoch))
    .y((bin) => y(bin.mean));
  if (bins.length === 0) return '';
  return `<path class="band" d="${band(bins)}"/>\n<path class="trace" d="${middle(bins)}"/>`;
}

function curveSvg(curve: Curve, colour: number, place: (point: CurvePoint) => [number, number]): string {
  const path = line<CurvePoint>()
    .x((point) => place(point)[0])
    .y((point) => place(point)[1])
    .defined(isDrawable)
    .curve(curveMonotoneX);
  const drawn = curve.points.filter(isDrawable);
  const dots = drawn.length > MOST_DOTS ? [] : drawn.map(place);
  const circles = dots.map(([cx, cy]) => `<circle class="fill-${colour}" cx="${round(cx)}" cy="${round(cy)}" r="3"/>`);
  return [`<path class="curve stroke-${colour}" d="${path(curve.points) ?? ''}"/>`, ...circles].join('\n');
}

/** The name and last value of each curve, beside its end, moved apart where they would overlap. */
function endLabels(
  panel: Panel,
  place: (point: CurvePoint) => [number, number],
  colourOf: (curve: Curve) => number,
): string[] {
  const labels = panel.curves.flatMap((curve) => {
    const end = curve.points.findLast(isDrawable);
    if (end === undefined) return [];
    const value = panel.kind === 'accuracy' ? `${(100 * end.value).toFixed(2)}%` : shortNumber(end.value);
    return [{ y: place(end)[1] + 4, text: `${curve.name} ${value}`, colour: colourOf(curve) }];
  });
  labels.sort((a, b) => a.y - b.y);
  // Each label is pushed below its predecessor; then the column is pushed up from the bottom of the panel.
  for (let i = 1; i < labels.length; i++) {
    const [above, label] = [labels[i - 1], labels[i]];
    if (above && label) label.y = Math.max(label.y, above.y + LABEL_HEIGHT);
  }
  let floor = panel.height + 4;
  for (const label of labels.toReversed()) {
    label.y = Math.min(label.y, floor);
    floor = label.y - LABEL_HEIGHT;
  }
  return labels.map(
    ({ y, text, colour }) =>
      `<text class="label fill-${colour}" x="${panel.width + 10}" y="${round(y)}">${escapeMarkup(text)}</text>`,
  );
}
