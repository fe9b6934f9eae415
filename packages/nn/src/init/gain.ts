/** The nonlinearities that have a recommended gain. */
export type Nonlinearity = 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'leakyRelu' | 'selu';

/**
 * The recommended factor on the standard deviation of the weights before a nonlinearity, which keeps the variance of
 * the signal from layer to layer: linear (and convolution) and sigmoid 1, tanh 5/3, relu √2, leakyRelu √(2 / (1 + slope²)),
 * selu 3/4.
 *
 * Source: K. He et al., "Delving deep into rectifiers", ICCV 2015, for relu and leakyRelu; the others are PyTorch's.
 *
 * @param slope of leakyRelu; 0.01 unless given
 * @throws TypeError where the nonlinearity is none of these
 */
export function gain(nonlinearity: Nonlinearity, slope = 0.01): number {
  switch (nonlinearity) {
    case 'linear':
    case 'sigmoid':
      return 1;
    case 'tanh':
      return 5 / 3;
    case 'relu':
      return Math.SQRT2;
    case 'leakyRelu':
      return Math.sqrt(2 / (1 + slope * slope));
    case 'selu':
      return 3 / 4;
    default:
      throw new TypeError(
        `gain: '${String(nonlinearity)}' has no recommended gain; ` +
          "use 'linear', 'sigmoid', 'tanh', 'relu', 'leakyRelu' or 'selu', or pass a gain of your own",
      );
  }
}
