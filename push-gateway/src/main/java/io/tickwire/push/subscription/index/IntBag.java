package io.tickwire.push.subscription.index;

import java.util.Arrays;

/** Numbers that are collected and forgotten again and again in the same array. */
final class IntBag {
  private int[] values = new int[16];
  private int size;

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Growth.of(size));
    }
    values[size++] = value;
  }

  int get(int i) {
    return values[i];
  }

  void set(int i, int value) {
    values[i] = value;
  }

  int size() {
    return size;
  }

  int removeLast() {
    return values[--size];
  }

  void clear() {
    size = 0;
  }
}
