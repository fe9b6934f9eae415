import { type DType, promotion } from '@adjoint/core';

/** The result's dtype, given those of the inputs, or that the op refuses them. */
export type DTypeRule = (dtypes: readonly DType[]) => DType | 'refused';

const isFloat = (dtype: DType): boolean => dtype === 'float32' || dtype === 'float64';

const joined = (dtypes: readonly DType[]): DType => dtypes.reduce((a, b) => promotion[a][b]);

/** What the inputs promote to, where it has arithmetic. */
export const arithmetic: DTypeRule = (dtypes) => {
  const dtype = joined(dtypes);
  return isFloat(dtype) || dtype === 'int32' ? dtype : 'refused';
};

/** What the inputs promote to, integers as float32. */
export const floating: DTypeRule = (dtypes) => (joined(dtypes) === 'float64' ? 'float64' : 'float32');

/** What the inputs promote to; nothing is computed, so every dtype will do. */
export const kept: DTypeRule = joined;

/** As {@link kept}, with bools and bytes counted in int32. */
export const accumulated: DTypeRule = (dtypes) => {
  const dtype = joined(dtypes);
  return dtype === 'bool' || dtype === 'uint8' ? 'int32' : dtype;
};

/** Numbers of any kind, bytes among them, but no bools. */
export const ordered: DTypeRule = (dtypes) => (joined(dtypes) === 'bool' ? 'refused' : joined(dtypes));

/** A truth value of anything. */
export const comparison: DTypeRule = () => 'bool';

/** A truth value of truth values. */
export const logical: DTypeRule = (dtypes) => (joined(dtypes) === 'bool' ? 'bool' : 'refused');

/** A position in anything. */
export const position: DTypeRule = () => 'int32';

/** The rule for tensors that meet plain numbers: among integers, an integer counts as int32, a fraction as float32. */
export function withNumbers(rule: DTypeRule, ...numbers: readonly number[]): DTypeRule {
  return (dtypes) => {
    if (isFloat(joined(dtypes))) return rule(dtypes);
    return rule([...dtypes, ...numbers.map((each): DType => (Number.isInteger(each) ? 'int32' : 'float32'))]);
  };
}

/** The rule of an op whose input at `index` holds indices, which do not join the others. */
export function withIndices(index: number, rule: DTypeRule): DTypeRule {
  return (dtypes) => {
    const dtype = dtypes[index];
    return dtype === 'int32' || dtype === 'uint8' ? rule(dtypes.toSpliced(index, 1)) : 'refused';
  };
}
