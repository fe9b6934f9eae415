import type { Json } from './encode-state.js';
import { measureJson, mostValues, parseJson } from './measured-json.js';
import { type PartKind, partKinds } from './parts.js';

/** Where a checkpoint's metadata keeps all that is no tensor. */
export const manifestKey = 'adjoint.checkpoint';

const currentVersion = 1;

/** A part as JSON, which names its tensors. */
export interface SavedPart {
  readonly kind: PartKind;
  readonly state: Json;
}

export function encodeManifest(parts: ReadonlyMap<string, SavedPart>): string {
  const text = JSON.stringify({ version: currentVersion, parts: Object.fromEntries(parts) });
  const { values } = measureJson(text);
  if (values > mostValues) {
    throw new RangeError(
      `checkpoint: it has ${values} values outside of tensors, but may have ${mostValues}; put long lists into tensors`,
    );
  }
  return text;
}

/** The parts of a checkpoint, from its metadata. */
export function parseManifest(text: string | undefined, fail: (problem: string) => never): Map<string, SavedPart> {
  if (text === undefined) fail('it is no checkpoint, but other tensors; read them with openSafetensors');
  const manifest = parseJson(text, fail);
  if (!isObject(manifest) || manifest['version'] !== currentVersion || !isObject(manifest['parts'])) {
    const version = isObject(manifest) ? manifest['version'] : undefined;
    return fail(
      `it is a checkpoint of version ${JSON.stringify(version)}; this Adjoint reads version ${currentVersion}`,
    );
  }
  return new Map(
    Object.entries(manifest['parts']).map(([name, part]) => {
      const kind = isObject(part) ? partKinds.find((known) => known === part['kind']) : undefined;
      if (!isObject(part) || kind === undefined || !Object.hasOwn(part, 'state'))
        fail(`its part '${name}' is malformed`);
      return [name, { kind, state: part['state'] as Json }];
    }),
  );
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
