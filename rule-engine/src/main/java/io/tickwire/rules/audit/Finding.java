package io.tickwire.rules.audit;

import io.tickwire.rules.store.Money;

/**
 * Something that does not agree.
 *
 * @param key where in Redis, followed by the field or business key
 * @param found what stands there
 * @param expected what should
 */
public record Finding(Check check, String key, String found, String expected) {
  static Finding money(Check check, String key, long foundE8, long expectedE8) {
    return new Finding(check, key, text(foundE8), text(expectedE8));
  }

  static Finding count(Check check, String key, long found, long expected) {
    return new Finding(check, key, Long.toString(found), Long.toString(expected));
  }

  static String text(long e8) {
    return Money.ofE8(e8).toPlainString();
  }

  /** What it is about, without the numbers, which move on while a system runs. */
  public String about() {
    return check + " " + key;
  }
}
