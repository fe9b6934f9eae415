/**
 * A file is not what its format says: cut short, corrupt, made to harm, or of a kind that cannot be read. What was
 * asked for was not read, and nothing was loaded. Errors of the disk and of the caller are not of this class.
 */
export class FormatError extends Error {
  override readonly name = 'FormatError';

  /**
   * @param format what the file was taken for: 'safetensors', 'npy' …
   * @param file how it is called, its path where it has one
   * @param problem what was expected and what came
   */
  constructor(format: string, file: string, problem: string, options?: ErrorOptions) {
    super(`${format}: ${file}: ${problem}`, options);
  }
}
