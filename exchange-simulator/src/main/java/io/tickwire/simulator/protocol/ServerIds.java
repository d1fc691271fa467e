package io.tickwire.simulator.protocol;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Ids the exchange makes up itself: 24 hexadecimal digits. */
public final class ServerIds {

  private ServerIds() {}

  public static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextInt());
  }
}
