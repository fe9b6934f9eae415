import { fileURLToPath } from 'node:url';

/** The folder of the peers' scripts, with the packages that were installed for them. */
export const peersFolder: string = fileURLToPath(new URL('../../peers', import.meta.url));

/** Where figures and pictures that belong to the repository are. */
export const resultsFolder: string = fileURLToPath(new URL('../../results', import.meta.url));

/** A compiled file beside this one. */
export function compiled(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
