package io.tickwire.rules.partition;

import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.TickKind;
import java.util.HashMap;
import java.util.Map;

/**
 * Since when the ticks of a symbol have been asked for: all has been told that can be, and asking
 * again is in vain. Not thread-safe.
 */
final class AskedTicks {
  private record Question(TickKind kind, boolean keptOnly) {}

  /** Exchange times, epoch nanoseconds, both included. */
  private record Range(long fromNs, long toNs) {}

  private final Map<Question, Range> told = new HashMap<>();

  /**
   * @param newestNs the exchange time of the newest tick of that kind by now, 0 when there is none
   */
  void add(HistoryQuery query, long newestNs) {
    long toNs = Math.max(query.sinceNs(), newestNs);
    told.merge(
        new Question(query.kind(), query.keptOnly()),
        new Range(query.sinceNs(), toNs),
        (known, now) ->
            new Range(Math.min(known.fromNs, now.fromNs), Math.max(known.toNs, now.toNs)));
  }

  /** Whether that is the answer to this question too; who was told all was told what is kept. */
  boolean holds(TickKind kind, long sinceNs, boolean keptOnly) {
    return isWithin(new Question(kind, false), sinceNs)
        || (keptOnly && isWithin(new Question(kind, true), sinceNs));
  }

  private boolean isWithin(Question question, long sinceNs) {
    Range range = told.get(question);
    return range != null && range.fromNs <= sinceNs && sinceNs <= range.toNs;
  }
}
