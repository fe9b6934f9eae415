export { checkGradients, type GradientCheckOptions, type GradientReport } from './gradients/check-gradients.js';
export { GradientCheckError, type GradientFailure } from './gradients/error.js';
