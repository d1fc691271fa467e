package io.tickwire.push.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages good messages: cut, with scraps put in, with other characters or bytes. Seeded. */
public final class Damage {
  private static final List<String> SCRAPS =
      List.of(
          "null",
          "{}",
          "[]",
          "\"",
          "1e999999999",
          "-0",
          "1E-400",
          "\\ud800",
          "\u0000",
          "NaN",
          "{",
          "[",
          "}",
          "]",
          ",",
          ":",
          "true",
          "\"filters\"",
          "\"since\"",
          "99999999999999999999",
          "_min",
          "1e-999999999",
          "0.1",
          "//",
          "\uFEFF",
          "\"1e99999999\"",
          "\"-1\"");

  private final Random random;

  public Damage(Random random) {
    this.random = random;
  }

  /**
   * @param times how often
   */
  public String text(String text, int times) {
    StringBuilder damaged = new StringBuilder(text);
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(4)) {
        case 0 -> damaged.setLength(Math.max(1, at));
        case 1 -> damaged.insert(at, SCRAPS.get(random.nextInt(SCRAPS.size())));
        case 2 -> damaged.deleteCharAt(at).append(' ');
        default -> damaged.setCharAt(at, (char) random.nextInt(0x250));
      }
    }
    return damaged.toString();
  }

  /** CBOR of the text, with up to three other bytes, one in four cut. */
  public byte[] cbor(String json) {
    byte[] bytes = Cbor.ofJson(json);
    for (int flips = random.nextInt(4); flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }
}
