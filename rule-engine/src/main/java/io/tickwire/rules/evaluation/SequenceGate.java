package io.tickwire.rules.evaluation;

/** The newest sequence of one stream of ticks. */
final class SequenceGate {
  private boolean open;
  private long newest;

  /** Whether a tick of that sequence or a newer one has passed. */
  boolean isPassed(long sequence) {
    return open && sequence <= newest;
  }

  void pass(long sequence) {
    open = true;
    newest = sequence;
  }

  boolean isOpen() {
    return open;
  }

  /** Means something once it is open. */
  long newest() {
    return newest;
  }
}
