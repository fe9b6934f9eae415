/** Throws unless the number is finite and at least 0. */
export function checkNonNegative(owner: string, name: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0)) {
    throw new RangeError(`${owner}: ${name} must be a finite number of at least 0, got ${String(value)}`);
  }
}

/** Throws unless 0 ≤ value ≤ 1. */
export function checkFraction(owner: string, name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) {
    throw new RangeError(`${owner}: ${name} must be a number from 0 to 1, got ${String(value)}`);
  }
}

/** Throws unless 0 ≤ value < 1: at 1 a moving average would never take anything in. */
export function checkDecayRate(owner: string, name: string, value: number): void {
  if (!(value >= 0 && value < 1)) {
    throw new RangeError(`${owner}: ${name} must be at least 0 and below 1, got ${String(value)}`);
  }
}

/** Throws unless the number is finite and above 0. */
export function checkPositive(owner: string, name: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) {
    throw new RangeError(`${owner}: ${name} must be a finite number above 0, got ${String(value)}`);
  }
}

/** Throws unless the number is an integer of at least `minimum`. */
export function checkCount(owner: string, name: string, value: number, minimum: number): void {
  if (!(Number.isSafeInteger(value) && value >= minimum)) {
    throw new RangeError(`${owner}: ${name} must be an integer of at least ${minimum}, got ${String(value)}`);
  }
}
