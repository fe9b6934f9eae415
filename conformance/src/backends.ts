import { type Backend, referenceBackend } from '@adjoint/core';

/** The backends that cases can be run on, by name. */
export const backends: Readonly<Record<string, Backend>> = {
  reference: referenceBackend,
};

export const defaultBackend = 'reference';
