package io.tickwire.rules.simulation;

/** What is around the engines: as it should be, or with one guarantee missing. */
enum World {
  PRODUCTION,
  /** It is written how far partitions have come at once, before all have heard of all rules. */
  HASTY_NOTES,
  /** Feeds tell nothing of what was before. */
  WITHOUT_HISTORY,
  /** Notes are hasty, and changes are heard from the moment they are asked for. */
  CHANGES_SKIPPED
}
