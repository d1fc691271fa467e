package io.tickwire.rules.simulation;

/** What is around the engines: as it should be, or with one guarantee missing. */
enum World {
  PRODUCTION,
  /** Memory is compared with the store only when another process of it has answered. */
  WITHOUT_SLOW_PATH,
  /** Memory cannot be compared with the store. */
  NEVER_COMPARED,
  /** It is written how far partitions have come at once, before all have heard of all rules. */
  HASTY_NOTES,
  /** Feeds tell nothing of what was before. */
  WITHOUT_HISTORY,
  /** Changes are heard from the moment they are asked for, notes are hasty, nothing is compared. */
  CHANGES_SKIPPED;

  boolean notesAreHasty() {
    return this == HASTY_NOTES || this == WITHOUT_HISTORY || this == CHANGES_SKIPPED;
  }

  boolean canCompare() {
    return this != NEVER_COMPARED && this != CHANGES_SKIPPED;
  }
}
