/** The update rules once more, in plain numbers and one weight at a time, straight from the papers. */

export interface Decay {
  readonly learningRate: number;
  readonly weightDecay: number;
}

/** The weight after each step, from the gradients of the loss at each step. */
export type Rule<Settings> = (start: number, gradients: readonly number[], settings: Settings) => number[];

export interface SGDSettings extends Decay {
  readonly momentum: number;
  readonly dampening: number;
  readonly nesterov: boolean;
}

export const sgdRule: Rule<SGDSettings> = (start, gradients, settings) => {
  const { learningRate, weightDecay, momentum, dampening, nesterov } = settings;
  let w = start;
  let velocity: number | undefined;
  return gradients.map((gradient) => {
    const d = gradient + weightDecay * w;
    velocity = velocity === undefined ? d : momentum * velocity + (1 - dampening) * d;
    if (momentum === 0) w -= learningRate * d;
    else w -= learningRate * (nesterov ? d + momentum * velocity : velocity);
    return w;
  });
};

export interface AdamSettings extends Decay {
  readonly betas: readonly [number, number];
  readonly epsilon: number;
  readonly amsgrad: boolean;
}

const adamWith =
  (decoupled: boolean): Rule<AdamSettings> =>
  (start, gradients, { learningRate, weightDecay, betas: [beta1, beta2], epsilon, amsgrad }) => {
    let w = start;
    let m = 0;
    let v = 0;
    let largest = 0;
    return gradients.map((gradient, index) => {
      const t = index + 1;
      if (decoupled) w *= 1 - learningRate * weightDecay;
      const g = decoupled ? gradient : gradient + weightDecay * w;
      m = beta1 * m + (1 - beta1) * g;
      v = beta2 * v + (1 - beta2) * g * g;
      largest = Math.max(largest, v);
      const corrected = (amsgrad ? largest : v) / (1 - beta2 ** t);
      w -= (learningRate * (m / (1 - beta1 ** t))) / (Math.sqrt(corrected) + epsilon);
      return w;
    });
  };

export const adamRule: Rule<AdamSettings> = adamWith(false);
export const adamwRule: Rule<AdamSettings> = adamWith(true);

export interface RMSPropSettings extends Decay {
  readonly alpha: number;
  readonly epsilon: number;
  readonly centered: boolean;
  readonly momentum: number;
}

export const rmspropRule: Rule<RMSPropSettings> = (start, gradients, settings) => {
  const { learningRate, weightDecay, alpha, epsilon, centered, momentum } = settings;
  let w = start;
  let square = 0;
  let mean = 0;
  let buffer = 0;
  return gradients.map((gradient) => {
    const g = gradient + weightDecay * w;
    square = alpha * square + (1 - alpha) * g * g;
    mean = alpha * mean + (1 - alpha) * g;
    const variance = centered ? Math.max(square - mean * mean, 0) : square;
    buffer = momentum * buffer + g / (Math.sqrt(variance) + epsilon);
    w -= learningRate * buffer;
    return w;
  });
};

export interface AdagradSettings extends Decay {
  readonly learningRateDecay: number;
  readonly initialAccumulator: number;
  readonly epsilon: number;
}

export const adagradRule: Rule<AdagradSettings> = (start, gradients, settings) => {
  const { learningRate, weightDecay, learningRateDecay, initialAccumulator, epsilon } = settings;
  let w = start;
  let total = initialAccumulator;
  return gradients.map((gradient, index) => {
    const g = gradient + weightDecay * w;
    total += g * g;
    w -= ((learningRate / (1 + index * learningRateDecay)) * g) / (Math.sqrt(total) + epsilon);
    return w;
  });
};
