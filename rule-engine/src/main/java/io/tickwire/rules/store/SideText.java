package io.tickwire.rules.store;

import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Origin;
import io.tickwire.rules.evaluation.TakenSide;
import java.util.Locale;

/**
 * From where a crossing came, as a field of the hash {@code extremes}: {@code owner:trigger:index}
 * → {@code version|armed_at_ns|below}. Pure, any thread.
 *
 * @param version of its rules
 * @param armedAtNs since when it waits; to one that waits since another time it means nothing
 */
public record SideText(long version, long armedAtNs, Origin origin) {
  private static final String KIND = ":" + ExecutionKind.TRIGGER.wireName() + ":";

  /** Whether the field is of a crossing and not of a trailing stop. */
  public static boolean isField(String field) {
    return field.contains(KIND);
  }

  public static String field(TakenSide side) {
    return ExtremeText.field(side.ownerId(), side.kind(), side.index());
  }

  public static String write(TakenSide side) {
    return side.version()
        + "|"
        + side.armedAtNs()
        + "|"
        + side.origin().name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException for a text that {@link #write} did not make
   */
  public static SideText parse(String text) {
    String[] parts = text.split("\\|", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not a side: text=" + text);
    }
    return new SideText(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Origin.valueOf(parts[2].toUpperCase(Locale.ROOT)));
  }
}
