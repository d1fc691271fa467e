package io.tickwire.standalone;

import java.util.Locale;

/** Where prices come from. */
public enum Exchange {
  /** The simulator in this process. */
  SIMULATOR,
  /** The real one; nothing but the addresses differs. */
  KUCOIN;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
