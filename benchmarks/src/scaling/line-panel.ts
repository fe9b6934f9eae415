import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Line {
  readonly colour: string;
  readonly dashed: boolean;
  readonly points: readonly Point[];
}

/** One panel of the picture, and where it stands. Lengths are in pixels. */
export interface LinePanel {
  readonly heading: string;
  readonly xAxis: string;
  readonly yAxis: string;
  /** Whether y is a part of one, on a linear axis; otherwise it is positive, on a logarithmic one. */
  readonly part: boolean;
  readonly lines: readonly Line[];
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

type Scale = ScaleContinuousNumeric<number, number>;

const round = (length: number): number => Math.round(length * 10) / 10;

/** A panel as an SVG group: lines over a logarithmic axis of sizes. */
export function linePanelSvg(panel: LinePanel): string {
  const { heading, xAxis, yAxis, part, lines, left, top, width, height } = panel;
  const points = lines.flatMap((each) => each.points);
  const open = `<g transform="translate(${left},${top})">\n<text class="heading" y="-30">${heading}</text>`;
  if (points.length === 0) return `${open}\n<text class="note" y="20">nothing was measured</text>\n</g>`;
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const x = scaleLog([Math.min(...xs), Math.max(...xs)], [0, width]);
  const y = part ? scaleLinear([0, 1], [height, 0]) : scaleLog([Math.min(...ys), Math.max(...ys)], [height, 0]).nice();
  return [
    open,
    `<text class="note" y="-12">${yAxis}</text>`,
    ...yTicks(y, part).map((tick) => {
      const at = round(y(tick));
      const text = part ? `${100 * tick} %` : String(tick);
      return `<line class="grid" x2="${width}" y1="${at}" y2="${at}"/><text class="note" x="-8" y="${at + 4}" text-anchor="end">${text}</text>`;
    }),
    ...[...new Set(xs)].map((size) => {
      const text = `<text class="note" x="${round(x(size))}" y="${height + 18}" text-anchor="middle">${size}</text>`;
      return text;
    }),
    `<text class="note" x="${width / 2}" y="${height + 40}" text-anchor="middle">${xAxis}</text>`,
    ...lines.map((each) => lineSvg(each, x, y)),
    '</g>',
  ].join('\n');
}

/** Powers of ten, or quarters. */
function yTicks(scale: Scale, part: boolean): number[] {
  return part
    ? scale.ticks(4)
    : scale.ticks().filter((tick) => Number.isInteger(Math.round(1e9 * Math.log10(tick)) / 1e9));
}

function lineSvg({ colour, dashed, points }: Line, x: Scale, y: Scale): string {
  const sorted = points.toSorted((a, b) => a.x - b.x);
  const path = line<Point>(
    (point) => x(point.x),
    (point) => y(point.y),
  ).digits(1)(sorted);
  const dots = sorted.map(
    (point) => `<circle fill="${colour}" cx="${round(x(point.x))}" cy="${round(y(point.y))}" r="2.5"/>`,
  );
  const dashes = dashed ? ' stroke-dasharray="6 4"' : '';
  return [`<path class="line" stroke="${colour}"${dashes} d="${path ?? ''}"/>`, ...dots].join('\n');
}
