package io.tickwire.rules.partition;

import java.util.Collection;

/** The numbers of one moment, for gauges and health: what one engine's partitions hold. */
public record PartitionsView(
    int owned, int current, int liveRecords, int armedRules, int commitsWaiting) {
  static final PartitionsView NONE = new PartitionsView(0, 0, 0, 0, 0);

  /** Whether all that is owned takes commands. */
  public boolean isCurrent() {
    return owned == current;
  }

  static PartitionsView of(Collection<Owned> all) {
    PartitionsView view = NONE;
    for (Owned one : all) {
      view = view.with(one);
    }
    return view;
  }

  private PartitionsView with(Owned one) {
    return new PartitionsView(
        owned + (one.isReleasing() ? 0 : 1),
        current + (one.isCurrent() ? 1 : 0),
        liveRecords + one.partition.liveRecords(),
        armedRules + one.partition.armedRules(),
        commitsWaiting + one.partition.commitsWaiting());
  }
}
