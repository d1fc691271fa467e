package io.tickwire.common.redis;

import java.nio.charset.StandardCharsets;

/**
 * The slot of a key in Redis Cluster: CRC-16/XMODEM of its hash tag, or of all of it when it has
 * none, modulo {@value #COUNT}. Pure.
 */
final class HashSlot {
  static final int COUNT = 16_384;

  private static final int POLYNOMIAL = 0x1021;
  private static final int[] TABLE = table();

  private HashSlot() {}

  static int of(String key) {
    return of(key.getBytes(StandardCharsets.UTF_8));
  }

  static int of(byte[] key) {
    int open = indexOf(key, '{', 0);
    int close = open < 0 ? -1 : indexOf(key, '}', open + 1);
    // An empty tag is no tag.
    return close > open + 1 ? crc(key, open + 1, close) % COUNT : crc(key, 0, key.length) % COUNT;
  }

  private static int indexOf(byte[] key, char wanted, int from) {
    for (int i = from; i < key.length; i++) {
      if (key[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static int crc(byte[] key, int from, int to) {
    int crc = 0;
    for (int i = from; i < to; i++) {
      crc = ((crc << 8) ^ TABLE[((crc >>> 8) ^ key[i]) & 0xFF]) & 0xFFFF;
    }
    return crc;
  }

  private static int[] table() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int value = i << 8;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 0x8000) == 0 ? value << 1 : (value << 1) ^ POLYNOMIAL;
      }
      table[i] = value & 0xFFFF;
    }
    return table;
  }
}
