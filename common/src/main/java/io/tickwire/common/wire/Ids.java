package io.tickwire.common.wire;

import java.security.SecureRandom;

/**
 * Makes opaque, time-ordered identifiers such as {@code pos_01jd3v4q8x…}: 48 bits of epoch
 * milliseconds, then 80 random bits, in a base 32 whose letters sort like their values.
 * Thread-safe.
 */
public final class Ids {
  public static final String POSITION = "pos_";
  public static final String TRIGGER = "trg_";
  public static final String EXECUTION = "exe_";
  public static final String CONNECTION = "conn_";

  private static final char[] LETTERS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  /**
   * @param prefix one of the constants of this class
   * @param nowMs epoch milliseconds
   */
  public static String next(String prefix, long nowMs) {
    byte[] random = new byte[10];
    RANDOM.nextBytes(random);
    StringBuilder id = new StringBuilder(prefix.length() + 26).append(prefix);
    for (int shift = 45; shift >= 0; shift -= 5) {
      id.append(LETTERS[(int) (nowMs >>> shift) & 31]);
    }
    long bits = 0;
    int have = 0;
    for (byte b : random) {
      bits = bits << 8 | (b & 0xFF);
      have += 8;
      while (have >= 5) {
        have -= 5;
        id.append(LETTERS[(int) (bits >>> have) & 31]);
      }
    }
    return id.toString();
  }

  /** The same identifier under another prefix: what a trigger opens is named after it. */
  public static String derive(String prefix, String id) {
    return prefix + id.substring(id.indexOf('_') + 1);
  }
}
