package io.tickwire.rules.store;

import java.util.Locale;

/**
 * The value of a partition's {@code state} hash: {@code closing|3|exe_…|1732145000000000|1|2}.
 *
 * @param version grows with every change of the record
 * @param executionId the execution that ended it, or fired last; "" before
 * @param committedUs epoch microseconds, by Redis's clock, since when it stands so: created, edited
 *     or brought there by that execution; 0 when not known
 * @param rules the version of the document beside it; what its rules are armed with
 * @param fired what has fired since the document was written: of a position a bit for each of its
 *     {@code take_profits}, of a repeating trigger how often
 * @param firedOnNs of a repeating trigger the exchange time, in epoch nanoseconds, of the tick that
 *     fired it last: one more part of the value; 0 without
 */
public record RuleState(
    LiveStatus status,
    long version,
    String executionId,
    long committedUs,
    long rules,
    int fired,
    long firedOnNs) {

  /** Of anything but a repeating trigger that has fired. */
  public RuleState(
      LiveStatus status,
      long version,
      String executionId,
      long committedUs,
      long rules,
      int fired) {
    this(status, version, executionId, committedUs, rules, fired, 0);
  }

  /** Of a document nothing has happened to. */
  public static RuleState fresh(LiveStatus status, long version) {
    return fresh(status, version, 0);
  }

  public static RuleState fresh(LiveStatus status, long version, long sinceUs) {
    return new RuleState(status, version, "", sinceUs, version, 0);
  }

  /**
   * @throws IllegalArgumentException for a value that no script wrote
   */
  public static RuleState parse(String value) {
    String[] parts = value.split("\\|", -1);
    if (parts.length != 6 && parts.length != 7) {
      throw new IllegalArgumentException("not a state: value=" + value);
    }
    return new RuleState(
        LiveStatus.valueOf(parts[0].toUpperCase(Locale.ROOT)),
        Long.parseLong(parts[1]),
        parts[2],
        Long.parseLong(parts[3]),
        Long.parseLong(parts[4]),
        Integer.parseInt(parts[5]),
        parts.length == 7 ? Long.parseLong(parts[6]) : 0);
  }

  /**
   * Whether Redis has forgotten this when it says {@code later} of the record afterwards: versions
   * only grow, and none of them comes twice.
   */
  public boolean isForgottenBy(RuleState later) {
    return version > later.version || (version == later.version && !equals(later));
  }

  /** Whether nothing has fired since the document was written. */
  public boolean isAsWritten() {
    return version == rules;
  }

  /** Whether the target of that number has fired. */
  public boolean hasFired(int target) {
    return (fired & (1 << target)) != 0;
  }
}
