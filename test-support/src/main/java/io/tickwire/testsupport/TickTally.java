package io.tickwire.testsupport;

import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts the trades that reach a consumer and finds out which never came, for an exchange that
 * numbers the trades of each symbol without holes. Between the first trade of a symbol and the last
 * everything must have come, as itself or inside a recovered candle. Not thread-safe.
 */
public final class TickTally {
  private static final long NS_PER_MINUTE = 60_000_000_000L;

  /** Trades that did not come. */
  public record Hole(String symbol, long from, long to, long afterNs, long beforeNs) {
    public long trades() {
      return to - from + 1;
    }
  }

  private static final class Line {
    final Set<Long> candleMinutes = new HashSet<>();
    final TreeMap<Long, Hole> holes = new TreeMap<>();
    long last;
    long lastNs;
  }

  private final Map<String, Line> lines = new HashMap<>();
  private final TickCursor cursor = new TickCursor();
  private long trades;
  private long duplicates;
  private long recovered;
  private long candles;

  /** What a trade that is new says; called for live ones only. */
  @FunctionalInterface
  public interface Live {
    void onTrade(long exchangeTimeNs, long receivedNs);
  }

  public void take(TickFrame frame) {
    take(frame, (exchangeTimeNs, receivedNs) -> {});
  }

  public void take(TickFrame frame, Live live) {
    cursor.wrap(frame);
    while (cursor.next()) {
      switch (cursor.kind()) {
        case TRADE -> onTrade(live);
        case CANDLE -> {
          candles++;
          line().candleMinutes.add(cursor.exchangeTimeNs() / NS_PER_MINUTE);
        }
        case QUOTE, MARK, FUNDING -> {}
      }
    }
  }

  private Line line() {
    return lines.computeIfAbsent(cursor.symbol(), symbol -> new Line());
  }

  private void onTrade(Live live) {
    Line line = line();
    long sequence = cursor.sequence();
    if (line.last != 0 && sequence <= line.last) {
      late(line, sequence);
      return;
    }
    if (line.last != 0 && sequence > line.last + 1) {
      Hole hole =
          new Hole(
              cursor.symbol(), line.last + 1, sequence - 1, line.lastNs, cursor.exchangeTimeNs());
      line.holes.put(hole.from, hole);
    }
    line.last = sequence;
    line.lastNs = cursor.exchangeTimeNs();
    count();
    if (!cursor.recovered()) {
      live.onTrade(cursor.exchangeTimeNs(), cursor.receivedNs());
    }
  }

  private void late(Line line, long sequence) {
    Map.Entry<Long, Hole> at = line.holes.floorEntry(sequence);
    if (at == null || sequence > at.getValue().to) {
      duplicates++;
      return;
    }
    Hole hole = at.getValue();
    line.holes.remove(hole.from);
    if (sequence > hole.from) {
      line.holes.put(
          hole.from,
          new Hole(hole.symbol, hole.from, sequence - 1, hole.afterNs, cursor.exchangeTimeNs()));
    }
    if (sequence < hole.to) {
      line.holes.put(
          sequence + 1,
          new Hole(hole.symbol, sequence + 1, hole.to, cursor.exchangeTimeNs(), hole.beforeNs));
    }
    count();
  }

  private void count() {
    trades++;
    recovered += cursor.recovered() ? 1 : 0;
  }

  /** Trades that came, each counted once. */
  public long trades() {
    return trades;
  }

  public long duplicates() {
    return duplicates;
  }

  /** Of the trades, how many were marked as recovered. */
  public long recovered() {
    return recovered;
  }

  public long candles() {
    return candles;
  }

  /** Symbols that traded. */
  public int symbols() {
    return (int) lines.values().stream().filter(line -> line.last != 0).count();
  }

  /** What never came, neither as itself nor in candles of every minute of the hole. */
  public List<Hole> missing() {
    List<Hole> missing = new ArrayList<>();
    for (Line line : lines.values()) {
      line.holes.values().stream().filter(hole -> !isInCandles(line, hole)).forEach(missing::add);
    }
    return missing;
  }

  private static boolean isInCandles(Line line, Hole hole) {
    for (long minute = hole.afterNs / NS_PER_MINUTE;
        minute <= hole.beforeNs / NS_PER_MINUTE;
        minute++) {
      if (!line.candleMinutes.contains(minute)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "trades="
        + trades
        + " symbols="
        + symbols()
        + " recovered="
        + recovered
        + " candles="
        + candles
        + " duplicates="
        + duplicates
        + " missing="
        + missing().stream().mapToLong(Hole::trades).sum();
  }
}
