package io.tickwire.rules.store;

import java.util.Locale;

/**
 * The value of a partition's {@code state} hash: {@code closing|3|exe_…|1732145000000000}.
 *
 * @param version grows with every change of the record
 * @param executionId the execution that ended it, "" before
 * @param committedUs epoch microseconds of that, by Redis's clock; 0 before
 */
public record RuleState(LiveStatus status, long version, String executionId, long committedUs) {
  /**
   * @throws IllegalArgumentException for a value that no script wrote
   */
  public static RuleState parse(String value) {
    String[] parts = value.split("\\|", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException("not a state: value=" + value);
    }
    return new RuleState(
        LiveStatus.valueOf(parts[0].toUpperCase(Locale.ROOT)),
        Long.parseLong(parts[1]),
        parts[2],
        Long.parseLong(parts[3]));
  }
}
