package io.tickwire.push.subscription.index;

/** By how much arrays grow: by half, because most of them are long. */
final class Growth {
  private Growth() {}

  static int of(int length) {
    return length + (length >> 1) + 1;
  }
}
