/**
 * WebAssembly code as values: a tree of bytes, so that composing costs nothing. `assemble` makes it flat and turns
 * labels into branch depths.
 *
 * Source: WebAssembly Core Specification 2.0, chapter 5 (binary format).
 */
export type Code = readonly (number | Code | Bytes | Open | Close | Branch)[];

/** Code that is flat already. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** The target of branches: the end of a `block` or an `ifElse`, the start of a `loop`. */
export interface Label {
  readonly name: string;
}

export interface Open {
  readonly kind: 'open';
  readonly label: Label;
}

export interface Close {
  readonly kind: 'close';
}

export interface Branch {
  readonly kind: 'branch';
  readonly label: Label;
}

export const valueTypes = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;

export type ValueType = keyof typeof valueTypes;

/** Unsigned LEB128, for 0 ≤ value < 2⁵³. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}

/** Signed LEB128 of an integer of 32 bits, or of any bigint. */
export function signed(value: number | bigint): number[] {
  return typeof value === 'number' ? signedNumber(value) : signedBigInt(value);
}

function signedNumber(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const byte = rest & 0x7f;
    rest >>= 7;
    const isLast = (rest === 0 && byte < 0x40) || (rest === -1 && byte >= 0x40);
    bytes.push(isLast ? byte : byte | 0x80);
    if (isLast) return bytes;
  }
}

function signedBigInt(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const byte = Number(rest & 0x7fn);
    rest >>= 7n;
    const isLast = (rest === 0n && byte < 0x40) || (rest === -1n && byte >= 0x40);
    bytes.push(isLast ? byte : byte | 0x80);
    if (isLast) return bytes;
  }
}

const scratch = new DataView(new ArrayBuffer(16));

/** The first bytes of a view, at most 16, after something was written there. */
export function bytesOf(write: (view: DataView) => void, size: number): number[] {
  write(scratch);
  const bytes: number[] = [];
  for (let i = 0; i < size; i++) bytes.push(scratch.getUint8(i));
  return bytes;
}

/** A vector in the sense of the binary format: a count, then the items. */
export function vector(items: readonly Code[]): Code {
  return [unsigned(items.length), items];
}

/** The UTF-8 bytes of a name. Only ASCII occurs in generated modules. */
export function nameBytes(name: string): Code {
  return [unsigned(name.length), Array.from(name, (character) => character.charCodeAt(0))];
}

let output = new Uint8Array(4096);

/** The bytes of the code, in order. Walks iteratively: a fused expression may be nested deeply. */
export function assemble(code: Code): Bytes {
  const labels: Label[] = [];
  const codes: Code[] = [code];
  const places: number[] = [0];
  let length = 0;
  while (codes.length > 0) {
    const depth = codes.length - 1;
    const current = codes[depth] as Code;
    const place = places[depth] as number;
    if (place === current.length) {
      codes.pop();
      places.pop();
      continue;
    }
    places[depth] = place + 1;
    const item = current[place] as Code[number];
    if (typeof item === 'number') {
      if (length === output.length) grow(length + 1);
      output[length++] = item;
    } else if (isCode(item)) {
      codes.push(item);
      places.push(0);
    } else if (item instanceof Uint8Array) {
      grow(length + item.length);
      output.set(item, length);
      length += item.length;
    } else if (item.kind === 'open') labels.push(item.label);
    else if (item.kind === 'close') labels.pop();
    else {
      codes.push(unsigned(depthOf(item.label, labels)));
      places.push(0);
    }
  }
  return output.slice(0, length);
}

function isCode(item: Exclude<Code[number], number>): item is Code {
  return Array.isArray(item);
}

function depthOf(label: Label, labels: readonly Label[]): number {
  const index = labels.lastIndexOf(label);
  if (index < 0) throw new Error(`wasm encoder: branch to the label '${label.name}', which is not around it`);
  return labels.length - 1 - index;
}

function grow(length: number): void {
  if (length <= output.length) return;
  const larger = new Uint8Array(Math.max(length, 2 * output.length));
  larger.set(output);
  output = larger;
}
