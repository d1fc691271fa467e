package io.tickwire.rules.store;

import io.tickwire.common.market.PriceSource;
import io.tickwire.rules.evaluation.Checkpoint;
import io.tickwire.rules.evaluation.PricePoint;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as one line: {@code LAST MARK}, each {@code -} or {@code sequence;newest;high;low},
 * each price {@code sequence,digits,scale,exchange ns,received ns,recovered}. Quotes are left out:
 * nobody can tell afterwards how bid and ask went, so nothing could go on from them. Pure, any
 * thread.
 */
public final class CheckpointText {
  private static final String NONE = "-";

  private CheckpointText() {}

  public static String write(Checkpoint checkpoint) {
    return write(checkpoint.last()) + ' ' + write(checkpoint.mark());
  }

  private static String write(Checkpoint.@Nullable Passed passed) {
    return passed == null
        ? NONE
        : (passed.sequence() == null ? NONE : passed.sequence().toString())
            + ';'
            + write(passed.newest())
            + ';'
            + write(passed.high())
            + ';'
            + write(passed.low());
  }

  private static String write(@Nullable PricePoint point) {
    return point == null
        ? NONE
        : point.sequence()
            + ","
            + point.digits()
            + ','
            + point.scale()
            + ','
            + point.exchangeTimeNs()
            + ','
            + point.receivedNs()
            + ','
            + (point.recovered() ? '1' : '0');
  }

  /**
   * @throws IllegalArgumentException for a text that {@link #write} did not make
   */
  public static Checkpoint parse(String text) {
    String[] prices = text.split(" ", -1);
    require(prices.length == 2, text);
    return new Checkpoint(
        passed(prices[0], PriceSource.LAST, text),
        passed(prices[1], PriceSource.MARK, text),
        null,
        null);
  }

  private static Checkpoint.@Nullable Passed passed(String text, PriceSource source, String whole) {
    if (text.equals(NONE)) {
      return null;
    }
    String[] parts = text.split(";", -1);
    require(parts.length == 4, whole);
    PricePoint newest = point(parts[1], source, whole);
    if (newest == null) {
      throw refused(whole);
    }
    return new Checkpoint.Passed(
        parts[0].equals(NONE) ? null : Long.valueOf(parts[0]),
        newest,
        point(parts[2], source, whole),
        point(parts[3], source, whole));
  }

  private static @Nullable PricePoint point(String text, PriceSource source, String whole) {
    if (text.equals(NONE)) {
      return null;
    }
    String[] parts = text.split(",", -1);
    require(parts.length == 6, whole);
    return new PricePoint(
        source,
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Integer.parseInt(parts[2]),
        Long.parseLong(parts[3]),
        Long.parseLong(parts[4]),
        parts[5].equals("1"));
  }

  private static void require(boolean holds, String text) {
    if (!holds) {
      throw refused(text);
    }
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException("not a checkpoint: text=" + text);
  }
}
