import { deepestNesting, type Json } from './encode-state.js';

/** More values than that, each of which takes tens of bytes when it is read, belong in tensors. */
export const mostValues: number = 2 ** 20;

/** What the manifest has around a state. */
const outerNesting = 4;

/** How many values a text of JSON has at most, and how deep they are nested. */
export interface JsonMeasure {
  readonly values: number;
  readonly nesting: number;
}

/** JSON's value. Nothing is built of what is nested too deep or too large. */
export function parseJson(text: string, fail: (problem: string) => never): Json {
  const { values, nesting } = measureJson(text);
  if (nesting > deepestNesting + outerNesting) fail(`its state is nested more than ${deepestNesting} levels deep`);
  if (values > mostValues) fail(`its state has more than ${mostValues} values outside of tensors`);
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    return fail(`its state is no JSON: ${(error as Error).message}`);
  }
}

/** Counts brackets and commas outside of strings. Plain code, because a regular expression might take for ever. */
export function measureJson(text: string): JsonMeasure {
  let depth = 0;
  let nesting = 0;
  let values = 1;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '"') isInString = !isInString;
    else if (isInString && character === '\\') index++;
    else if (isInString) continue;
    else if (character === ',') values++;
    else if (character === ']' || character === '}') depth--;
    else if (character === '[' || character === '{') {
      values++;
      nesting = Math.max(nesting, ++depth);
    }
  }
  return { values, nesting };
}
