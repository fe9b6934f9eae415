import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { binned } from '../../src/report/bins.js';
import { type CurvePoint, epochRange } from '../../src/report/curve.js';
import { type LearningCurve, learningCurveSvg } from '../../src/report/learning-curve.js';

function points(values: readonly number[]): CurvePoint[] {
  return values.map((value, index) => ({ epoch: index + 1, value }));
}

const curve: LearningCurve = {
  title: 'MNIST',
  subtitle: 'seed 1',
  loss: [
    { name: 'training', points: points([0.4, 0.1, 0.02]) },
    { name: 'test', points: points([0.3, 0.12, 0.08]) },
  ],
  accuracy: [{ name: 'test', points: points([0.91, 0.95, 0.9734]) }],
};

/** The coordinates of the dots of one colour. */
function dots(svg: string, colour: number): { x: number; y: number }[] {
  const circles = svg.matchAll(new RegExp(`class="fill-${colour}" cx="([-\\d.]+)" cy="([-\\d.]+)"`, 'g'));
  return Array.from(circles, ([, x, y]) => ({ x: Number(x), y: Number(y) }));
}

describe('learningCurveSvg', () => {
  it('is a well-formed document of its own', () => {
    const svg = learningCurveSvg(curve);
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"');
    // Nothing is loaded from elsewhere.
    expect(svg.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import/);
  });

  it('labels each curve with its last value', () => {
    const svg = learningCurveSvg(curve);
    for (const text of ['training 0.02<', 'test 0.08<', 'test 97.34%<']) expect(svg).toContain(text);
  });

  it('puts later epochs further right, lower losses lower and higher accuracies higher', () => {
    const svg = learningCurveSvg(curve);
    const training = dots(svg, 0);
    const test = dots(svg, 1);
    expect(training).toHaveLength(3);
    // The test curve has the same colour in both panels.
    expect(test).toHaveLength(6);
    const accuracy = test.slice(3);
    const rising = (numbers: readonly number[]) => numbers.every((n, i) => i === 0 || n > (numbers[i - 1] ?? n));
    expect(rising(training.map(({ x }) => x))).toBe(true);
    expect(rising(training.map(({ y }) => y))).toBe(true);
    expect(rising(accuracy.map(({ y }) => -y))).toBe(true);
    expect(training.map(({ x }) => x)).toEqual(accuracy.map(({ x }) => x));
  });

  it('chooses a logarithmic loss axis from a decade on', () => {
    expect(learningCurveSvg(curve)).toContain('log scale');
    expect(learningCurveSvg({ ...curve, loss: [{ name: 'a', points: points([0.4, 0.1]) }] })).not.toContain(
      'log scale',
    );
    expect(learningCurveSvg({ ...curve, loss: [{ name: 'a', points: points([1, 0]) }] })).not.toContain('log scale');
  });

  it('escapes names and titles', () => {
    const svg = learningCurveSvg({
      title: '<b> & "c"',
      subtitle: "it's <i>",
      loss: [{ name: '</g><script>', points: points([1]) }],
      accuracy: [],
    });
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).not.toContain('<script>');
    expect(svg).toContain('&lt;b&gt; &amp; &quot;c&quot;');
  });

  it.each([
    ['without a point', []],
    ['of NaN', points([Number.NaN, Number.NaN])],
    ['that diverges', points([0.5, Number.POSITIVE_INFINITY, Number.NaN])],
    ['of one epoch', points([0.5])],
    ['that is constant', points([0, 0, 0])],
    ['below zero', points([-3, -2])],
    ['of a thousand epochs', points(Array.from({ length: 1000 }, (_, i) => 1 / (i + 1)))],
  ])('draws a curve %s', (_what, some) => {
    const svg = learningCurveSvg({
      title: 'x',
      loss: [{ name: 'a', points: some }],
      accuracy: [{ name: 'a', points: some }],
      batchLoss: some,
    });
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  it('keeps the labels of coinciding curves apart, inside the panel', () => {
    const names = ['a', 'b', 'c', 'd'];
    const svg = learningCurveSvg({
      title: 'x',
      loss: names.map((name) => ({ name, points: points([1, 0]) })),
      accuracy: [],
    });
    const heights = Array.from(svg.matchAll(/class="label [^>]* y="([-\d.]+)"/g), ([, y]) => Number(y)).sort(
      (a, b) => a - b,
    );
    expect(heights).toHaveLength(4);
    heights.forEach((y, i) => {
      if (i > 0) expect(y - (heights[i - 1] ?? y)).toBeGreaterThanOrEqual(16);
    });
    expect(heights.at(-1)).toBeLessThanOrEqual(264);
  });

  it('draws the mini-batches as a range of bounded size', () => {
    const batchLoss = Array.from({ length: 9_000 }, (_, i) => ({ epoch: (i + 1) / 900, value: 1 / (1 + i) }));
    const svg = learningCurveSvg({ ...curve, batchLoss });
    expect(svg).toContain('shaded: mini-batches');
    expect(svg).toContain('class="band" d="M');
    expect(svg.length).toBeLessThan(30_000);
  });
});

describe('binned', () => {
  it('keeps range, mean and place of each stretch', () => {
    expect(binned(points([1, 5, 3, 7, 9]), 3)).toEqual([
      { epoch: 1.5, mean: 3, low: 1, high: 5 },
      { epoch: 3.5, mean: 5, low: 3, high: 7 },
      { epoch: 5, mean: 9, low: 9, high: 9 },
    ]);
    expect(binned([], 3)).toEqual([]);
    expect(binned(points([2, 4]), 150)).toHaveLength(2);
  });
});

describe('epochRange', () => {
  it('begins at a whole epoch and is never empty', () => {
    expect(
      epochRange([
        { epoch: 0.02, value: 1 },
        { epoch: 3, value: 1 },
      ]),
    ).toEqual([0, 3]);
    expect(epochRange([{ epoch: 1, value: 1 }])).toEqual([0, 1]);
    expect(epochRange([{ epoch: 1, value: Number.NaN }])).toEqual([0, 1]);
  });
});
