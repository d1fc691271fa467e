package io.tickwire.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the exchange says it traded: every trade of a run by symbol, in the order printed. */
final class MarketTape {
  private final Map<String, List<Print>> prints = new HashMap<>();

  /** One trade; the time is the exchange's, in epoch nanoseconds. */
  record Print(long sequence, BigDecimal price, long timeNs) {}

  /**
   * Reads the simulator's file.
   *
   * @throws AssertionError when a symbol's sequences have a hole: then the tape proves nothing
   */
  static MarketTape read(Path file) throws IOException {
    MarketTape tape = new MarketTape();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode row = Api.JSON.readTree(line);
        if (row.has("sequence")) {
          tape.add(
              row.path("symbol").asText(),
              new Print(
                  row.path("sequence").asLong(),
                  new BigDecimal(row.path("price").asText()),
                  row.path("time").asLong()));
        }
      }
    }
    return tape;
  }

  void add(String symbol, Print print) {
    List<Print> known = prints.computeIfAbsent(symbol, ignored -> new ArrayList<>());
    if (!known.isEmpty() && known.get(known.size() - 1).sequence() + 1 != print.sequence()) {
      throw new AssertionError("the tape has a hole: symbol=" + symbol + " at=" + print);
    }
    known.add(print);
  }

  /** The first trade at or after that time which fits. */
  @Nullable Print first(String symbol, long fromNs, Predicate<Print> fits) {
    for (Print print : prints.getOrDefault(symbol, List.of())) {
      if (print.timeNs() >= fromNs && fits.test(print)) {
        return print;
      }
    }
    return null;
  }

  /** The trade of that number. */
  @Nullable Print find(String symbol, long sequence) {
    return first(symbol, Long.MIN_VALUE, print -> print.sequence() == sequence);
  }

  int size() {
    return prints.values().stream().mapToInt(List::size).sum();
  }
}
