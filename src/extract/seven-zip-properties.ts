// The numbers that begin each part of a 7z header (7zFormat.txt of 7-Zip).

/** Parts by name. */
export const PROPERTY = {
  end: 0x00,
  header: 0x01,
  archiveProperties: 0x02,
  mainStreams: 0x04,
  files: 0x05,
  packed: 0x06,
  unpacked: 0x07,
  subStreams: 0x08,
  sizes: 0x09,
  sums: 0x0a,
  folders: 0x0b,
  unpackedSizes: 0x0c,
  streamCounts: 0x0d,
  emptyStreams: 0x0e,
  names: 0x11,
  encodedHeader: 0x17,
} as const;
