import { contours } from 'd3-contour';
import { scaleLinear } from 'd3-scale';

/** What the picture shows: a field of scores on a grid, and labelled points. */
export interface Scene {
  readonly title: string;
  readonly subtitle: string;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
  /** Cells of the grid along both axes. */
  readonly columns: number;
  readonly rows: number;
  /** Scores, row by row from the bottom; the boundary is where they are 0. */
  readonly scores: ArrayLike<number>;
  readonly points: readonly { readonly x: number; readonly y: number; readonly label: number }[];
}

const width = 760;
const margin = { top: 84, right: 24, bottom: 24, left: 24 };
const negative = '#2f6fb0';
const positive = '#c8552b';
/** Levels of the score between which the background is shaded. */
const levels = [-4, -3, -2, -1, 0, 1, 2, 3, 4];

/** Draws the scene as an SVG document: shades of the score, the boundary as a line, points in the colour of their label. */
export function drawScene(scene: Scene): string {
  const plotWidth = width - margin.left - margin.right;
  const plotHeight = (plotWidth * (scene.top - scene.bottom)) / (scene.right - scene.left);
  const height = plotHeight + margin.top + margin.bottom;
  const x = scaleLinear([scene.left, scene.right], [margin.left, margin.left + plotWidth]);
  const y = scaleLinear([scene.bottom, scene.top], [margin.top + plotHeight, margin.top]);
  // The scores belong to the middles of the grid's cells, and the first and the last lie on the border of the picture.
  const gridX = scaleLinear([0.5, scene.columns - 0.5], x.range());
  const gridY = scaleLinear([0.5, scene.rows - 0.5], y.range());
  const shade = scaleLinear<string>([-4, 0, 4], ['#7fb0de', '#f6f4f0', '#eda582']).clamp(true);

  const at = contours().size([scene.columns, scene.rows]).smooth(true);
  const values = Array.from(scene.scores);
  const path = (level: number): string =>
    at
      .contour(values, level)
      .coordinates.flat()
      .map(
        (ring) =>
          `M${ring.map(([column = 0, row = 0]) => `${gridX(column).toFixed(1)},${gridY(row).toFixed(1)}`).join('L')}Z`,
      )
      .join('');
  const bands = levels.map((level) => `<path d="${path(level)}" fill="${shade(level + 0.5)}"/>`);
  const dots = scene.points.map(
    (point) =>
      `<circle cx="${x(point.x).toFixed(1)}" cy="${y(point.y).toFixed(1)}" r="4" fill="${point.label > 0 ? positive : negative}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height.toFixed(0)}" width="${width}" height="${height.toFixed(0)}" role="img" aria-labelledby="title">`,
    `<title id="title">${scene.title}</title>`,
    `<clipPath id="plot"><rect x="${margin.left}" y="${margin.top}" width="${plotWidth}" height="${plotHeight.toFixed(1)}"/></clipPath>`,
    `<rect width="${width}" height="${height.toFixed(0)}" fill="#ffffff"/>`,
    `<g font-family="system-ui, sans-serif" fill="#1d1d1f"><text x="${margin.left}" y="40" font-size="22" font-weight="650">${scene.title}</text>`,
    `<text x="${margin.left}" y="64" font-size="14" fill="#6b6b70">${scene.subtitle}</text></g>`,
    '<g clip-path="url(#plot)">',
    `<rect x="${margin.left}" y="${margin.top}" width="${plotWidth}" height="${plotHeight.toFixed(1)}" fill="${shade(-4.5)}"/>`,
    ...bands,
    `<path d="${path(0)}" fill="none" stroke="#1d1d1f" stroke-width="2"/>`,
    `<g stroke="#ffffff" stroke-width="1">${dots.join('')}</g>`,
    '</g>',
    '</svg>',
  ].join('\n');
}
