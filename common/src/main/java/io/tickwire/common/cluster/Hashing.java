package io.tickwire.common.cluster;

/** A 64-bit hash that is the same in every process and release: FNV-1a, then a finalizer. Pure. */
final class Hashing {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Hashing() {}

  static long hash(String text) {
    return mix(absorb(OFFSET, text));
  }

  static long hash(String first, String second) {
    return mix(absorb(absorb(absorb(OFFSET, first), "\u0000"), second));
  }

  private static long absorb(long start, String text) {
    long hash = start;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return hash;
  }

  /** FNV alone leaves the high bits of short strings alike; this is MurmurHash3's last step. */
  private static long mix(long value) {
    long hash = value;
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    return hash ^ hash >>> 33;
  }
}
