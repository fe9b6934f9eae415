import { checkPositive } from '../checks.js';
import { type GradientTransform, stateless } from '../transform.js';

/**
 * Limits each element to [−c, c].
 *
 * @param limit c > 0
 */
export function clipByValue(limit: number): GradientTransform {
  checkPositive('clipByValue', 'limit', limit);
  return stateless('clipByValue', (gradient) => gradient.clip(-limit, limit));
}
