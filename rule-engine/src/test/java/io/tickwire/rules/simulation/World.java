package io.tickwire.rules.simulation;

/** What is around the engines: as it should be, or with one guarantee missing. */
enum World {
  PRODUCTION,
  /** Feeds tell nothing of what was before. */
  WITHOUT_HISTORY,
  /** Changes are heard from the moment they are asked for, not from where the load began. */
  CHANGES_SKIPPED
}
