package io.tickwire.rules.audit;

import io.tickwire.rules.store.PartitionKeys;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.StoredRule;
import io.tickwire.rules.store.TransitionEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Judges what a partition holds against what the account has booked, read afterwards.
 *
 * @param keys of the partition
 * @param nowMs epoch milliseconds by Redis's clock
 * @param closingAge how long booking may take
 */
public record RecordCheck(PartitionKeys keys, long nowMs, Duration closingAge) {

  /**
   * What an account has booked of a position or trigger.
   *
   * @param opened of a position, or registered, of a trigger
   * @param ended closed or settled
   */
  public record Booked(boolean opened, boolean ended) {}

  /**
   * @param rule its document in the partition
   */
  public List<Finding> record(
      String id, RuleState state, @Nullable StoredRule rule, Booked booked) {
    List<Finding> findings = new ArrayList<>();
    String key = keys.state() + " " + id;
    if (rule == null) {
      findings.add(
          new Finding(Check.RECORD, keys.doc() + " " + id, "absent", "the document of a record"));
      return findings;
    }
    if (!booked.opened()) {
      findings.add(
          new Finding(
              Check.RECORD,
              key,
              state.status().wireName(),
              "no record: account of " + rule.user() + " knows none"));
    }
    if (state.status().isLive()) {
      if (booked.ended()) {
        findings.add(
            new Finding(
                Check.RECORD, key, state.status().wireName(), "no record: its end is booked"));
      }
    } else {
      long ageMs = nowMs - state.committedUs() / 1_000;
      if (ageMs > closingAge.toMillis()) {
        findings.add(
            new Finding(
                Check.CLOSING,
                key,
                state.status().wireName() + " for " + ageMs + " ms",
                "at most " + closingAge.toMillis() + " ms"));
      }
    }
    return findings;
  }

  /** An entry of {@code transitions} older than booking may take. */
  public List<Finding> transition(String entryId, TransitionEntry entry, Booked booked) {
    boolean done =
        switch (entry.what()) {
          case OPENED, UPDATED, REDUCED, FUNDING, FIRED -> booked.opened();
          case CLOSING, EXECUTED, CANCELLED, EXPIRED, PAUSED -> booked.ended();
        };
    return done
        ? List.of()
        : List.of(
            new Finding(
                Check.TRANSITION,
                keys.transitions() + " " + entryId,
                entry.what().name().toLowerCase(Locale.ROOT)
                    + " "
                    + entry.rule().id()
                    + " unbooked for "
                    + (nowMs - entry.atMs())
                    + " ms",
                "booked within " + closingAge.toMillis() + " ms"));
  }

  /** A live position or trigger of an account that no partition holds. */
  public static Finding unwatched(String documentKey, String id, PartitionKeys keys) {
    return new Finding(
        Check.WATCHED,
        documentKey + " " + id,
        "absent in " + keys.state(),
        "held by its partition");
  }
}
