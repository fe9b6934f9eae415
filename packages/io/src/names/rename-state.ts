/**
 * A state under other names: weights of another program, for a module that calls its parts otherwise.
 *
 * @param rename gives the new name, or undefined for what is left out
 *
 * @example
 * // torch.nn.Sequential says 0.weight where Sequential says layers.0.weight.
 * model.loadStateDict(renameState(weights, (name) => `layers.${name}`));
 *
 * @throws RangeError where two would have one name
 */
export function renameState<T>(
  state: Readonly<Record<string, T>>,
  rename: (name: string) => string | undefined,
): Record<string, T> {
  const origins = new Map<string, string>();
  const entries: [string, T][] = [];
  for (const [name, value] of Object.entries(state)) {
    const renamed = rename(name);
    if (renamed === undefined) continue;
    const other = origins.get(renamed);
    if (other !== undefined) {
      throw new RangeError(`renameState: '${other}' and '${name}' would both be called '${renamed}'`);
    }
    origins.set(renamed, name);
    entries.push([renamed, value]);
  }
  return Object.fromEntries(entries);
}
