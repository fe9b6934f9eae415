import { atan2, hypot, lerp, logaddexp, where } from '@adjoint/core';
import { binary, type Operations, operation } from './operation.js';

export const binaryOperations: Operations = {
  add: binary((x, y) => x.add(y)),
  atan2: binary((x, y) => atan2(x, y)),
  div: binary((x, y) => x.div(y)),
  eq: binary((x, y) => x.eq(y)),
  fmod: binary((x, y) => x.fmod(y)),
  ge: binary((x, y) => x.ge(y)),
  gt: binary((x, y) => x.gt(y)),
  hypot: binary((x, y) => hypot(x, y)),
  le: binary((x, y) => x.le(y)),
  lerp: operation(['x', 'y', 'weight'], ([x, y, weight]) => lerp(x, y, weight)),
  logaddexp: binary((x, y) => logaddexp(x, y)),
  logical_and: binary((x, y) => x.logicalAnd(y)),
  logical_or: binary((x, y) => x.logicalOr(y)),
  logical_xor: binary((x, y) => x.logicalXor(y)),
  lt: binary((x, y) => x.lt(y)),
  maximum: binary((x, y) => x.maximum(y)),
  minimum: binary((x, y) => x.minimum(y)),
  mul: binary((x, y) => x.mul(y)),
  ne: binary((x, y) => x.ne(y)),
  pow: binary((x, y) => x.pow(y)),
  remainder: binary((x, y) => x.remainder(y)),
  sub: binary((x, y) => x.sub(y)),
  where: operation(['condition', 'x', 'y'], ([condition, x, y]) => where(condition, x, y)),
};
