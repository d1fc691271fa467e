package io.tickwire.rules.store;

import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.evaluation.TrailingExtreme;

/**
 * Where a trailing stop stood, as a field of the hash {@code extremes}: {@code owner:kind:index} →
 * {@code version|extreme}. Pure, any thread.
 *
 * @param version of its rules; to those of another it means nothing
 * @param extremeTicks as in {@link TrailingExtreme}
 */
public record ExtremeText(long version, long extremeTicks) {

  public static String field(String ownerId, ExecutionKind kind, int index) {
    return ownerId + ":" + kind.wireName() + ":" + index;
  }

  public static String field(TrailingExtreme extreme) {
    return field(extreme.ownerId(), extreme.kind(), extreme.index());
  }

  public static String write(TrailingExtreme extreme) {
    return extreme.version() + "|" + extreme.extremeTicks();
  }

  /**
   * @throws IllegalArgumentException for a text that {@link #write} did not make
   */
  public static ExtremeText parse(String text) {
    int bar = text.indexOf('|');
    if (bar < 0) {
      throw new IllegalArgumentException("not an extreme: text=" + text);
    }
    return new ExtremeText(
        Long.parseLong(text.substring(0, bar)), Long.parseLong(text.substring(bar + 1)));
  }
}
