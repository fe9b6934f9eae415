import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A file that another program wrote. */
export function fixture(name: string): Uint8Array {
  return readFileSync(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)));
}

/** Values as JSON holds them: what it has not is text. */
export interface Described {
  readonly shape: readonly number[];
  readonly values: readonly (number | string | boolean)[];
}

interface Contents {
  readonly safetensors: Readonly<Record<string, Described>>;
  readonly npy: {
    readonly read: Readonly<Record<string, Described & { readonly npy: string }>>;
    readonly wide: Readonly<Record<string, Described & { readonly npy: string }>>;
    readonly refused: Readonly<Record<string, string>>;
  };
}

/** What is in the fixtures. */
export const contents = JSON.parse(new TextDecoder().decode(fixture('types.json'))) as Contents;

const texts: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  nan: Number.NaN,
  '-0': -0,
};

/** The values as numbers. */
export function numbersOf({ values }: Described): number[] {
  return values.map((value) => (typeof value === 'string' ? (texts[value] as number) : Number(value)));
}
