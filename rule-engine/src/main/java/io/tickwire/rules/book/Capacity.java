package io.tickwire.rules.book;

/**
 * How long a full array becomes: double, but a quarter more once it is great, so that a book never
 * holds more than a quarter in reserve.
 */
final class Capacity {
  private static final int GREAT = 1 << 16;

  private Capacity() {}

  static int after(int length) {
    return length < GREAT
        ? Math.multiplyExact(length, 2)
        : Math.toIntExact(length + (long) length / 4);
  }
}
