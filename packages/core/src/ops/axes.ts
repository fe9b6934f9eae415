/** The attributes of an op that needs to know a list of axes and nothing else. */
export interface AxesAttributes {
  readonly axes: readonly number[];
}

/** An axis takes four bits of the key, and numbers are exact up to 53 bits. */
const digit = 16;
const longest = 12;

const known = new Map<number, AxesAttributes>();

/**
 * The attributes for the axes: the same object for equal lists of usual length, so that what is derived from them can be
 * kept, and nodes that are alike have attributes that are identical. The list must not change any more.
 */
export function attributesOfAxes(axes: readonly number[]): AxesAttributes {
  let key = 0;
  for (const axis of axes) key = axis < digit - 1 ? key * digit + axis + 1 : Number.NaN;
  if (Number.isNaN(key) || axes.length > longest) return { axes };
  let attributes = known.get(key);
  if (attributes === undefined) {
    attributes = { axes };
    known.set(key, attributes);
  }
  return attributes;
}
