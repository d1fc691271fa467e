package io.tickwire.rules.partition;

import java.util.HashSet;
import java.util.Set;

/**
 * What an engine wants ticks of.
 *
 * @param symbols all of them
 * @param armed those among them on which positions or triggers live
 */
public record WantedSymbols(Set<String> symbols, Set<String> armed) {
  public static final WantedSymbols NONE = new WantedSymbols(Set.of(), Set.of());

  public WantedSymbols {
    symbols = Set.copyOf(symbols);
    armed = Set.copyOf(armed);
  }

  /** All but these. */
  WantedSymbols without(Set<String> unwanted) {
    Set<String> fewer = new HashSet<>(symbols);
    fewer.removeAll(unwanted);
    Set<String> fewerArmed = new HashSet<>(armed);
    fewerArmed.removeAll(unwanted);
    return new WantedSymbols(fewer, fewerArmed);
  }

  /** Gathers what several partitions want. */
  static final class Gathering {
    private final Set<String> symbols = new HashSet<>();
    private final Set<String> armed = new HashSet<>();

    void add(String symbol, boolean isArmed) {
      symbols.add(symbol);
      if (isArmed) {
        armed.add(symbol);
      }
    }

    WantedSymbols all() {
      return new WantedSymbols(symbols, armed);
    }
  }
}
