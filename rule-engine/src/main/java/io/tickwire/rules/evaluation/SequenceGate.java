package io.tickwire.rules.evaluation;

/** Tells new sequences of one source from those it has passed. */
final class SequenceGate {
  private boolean open;
  private long newest;
  private long refused;

  /** Whether the sequence is new; one that is not is counted. */
  boolean isNew(long sequence) {
    if (open && sequence <= newest) {
      refused++;
      return false;
    }
    return true;
  }

  void pass(long sequence) {
    open = true;
    newest = sequence;
  }

  long refused() {
    return refused;
  }
}
