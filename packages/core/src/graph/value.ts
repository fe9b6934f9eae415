import type { HostArray } from './dtype.js';

/**
 * A value that a backend keeps in its own memory: what a Variable holds between two steps. The host has no copy until
 * it asks for one. Nobody writes to it.
 */
export interface DeviceValue {
  /** A fresh copy on the host. */
  download(): HostArray;
  /** Another node holds the value, too. */
  retain(): void;
  /** A node let go of the value: where it was the last one, the memory is free again. */
  release(): void;
}

/** What a computed node holds. */
export type Value = HostArray | DeviceValue;

export function isOnHost(value: Value): value is HostArray {
  return ArrayBuffer.isView(value);
}

/** The elements on the host. Nobody may write to them. */
export function hostValue(value: Value): HostArray {
  return isOnHost(value) ? value : value.download();
}
