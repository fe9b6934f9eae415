/** Signatures and fixed sizes of a zip file's records (APPNOTE.TXT, PKWARE). All numbers are little-endian. */
export const localHeader = { signature: 0x04034b50, bytes: 30 } as const;
export const centralHeader = { signature: 0x02014b50, bytes: 46 } as const;
export const endRecord = { signature: 0x06054b50, bytes: 22 } as const;
export const zip64EndRecord = { signature: 0x06064b50, bytes: 56 } as const;
export const zip64Locator = { signature: 0x07064b50, bytes: 20 } as const;

/** The extra field that holds what does not fit 32 bits. */
export const zip64Extra = 0x0001;
/** What stands in a field of 16 or 32 bits whose value is elsewhere. */
export const elsewhere16 = 0xffff;
export const elsewhere32 = 0xffffffff;

/** How an entry is compressed. */
export const stored = 0;
export const deflated = 8;

/** Flags of an entry. */
export const isEncrypted = 1;
export const isUtf8 = 0x800;

/** A comment behind the end record is at most so long. */
export const longestComment = 0xffff;
