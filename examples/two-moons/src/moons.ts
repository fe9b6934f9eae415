import { type AnyTensor, concat, type Generator, linspace, randomNormal, stack, type Tensor } from 'adjoint';

export interface Moons {
  readonly points: Tensor<[number, 2], 'float32'>;
  /** −1 for the upper moon, 1 for the lower. */
  readonly labels: Tensor<[number], 'float32'>;
}

/**
 * Two interleaving half circles with Gaussian noise: a set that no straight line separates.
 *
 * @param perMoon points in each half circle
 * @param noise standard deviation of the noise; the radius is 1
 */
export function drawMoons(perMoon: number, noise: number, generator: Generator): Moons {
  const angle = linspace(0, Math.PI, perMoon);
  const upper = stack([angle.cos(), angle.sin()], 1);
  const lower = stack([angle.cos().neg().add(1), angle.sin().neg().add(0.5)], 1);
  const clean = concat([upper, lower] as readonly AnyTensor[]);
  const points = clean.add(randomNormal([2 * perMoon, 2], { standardDeviation: noise, generator }));
  const labels = concat([angle.mul(0).sub(1), angle.mul(0).add(1)] as readonly AnyTensor[]);
  return { points: points as Moons['points'], labels: labels as Moons['labels'] };
}
