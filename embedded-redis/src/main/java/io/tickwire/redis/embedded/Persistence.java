package io.tickwire.redis.embedded;

/** What survives a crash of the server. */
public enum Persistence {
  /** Every write is on disk before it is answered. */
  FSYNC_ALWAYS("yes", "always"),
  /**
   * A crash of the machine loses up to about a second; a crash of the server alone loses nothing.
   */
  FSYNC_EVERY_SECOND("yes", "everysec"),
  /** Nothing is written: for tests that start empty. */
  NONE("no", "no");

  private final String appendOnly;
  private final String appendFsync;

  Persistence(String appendOnly, String appendFsync) {
    this.appendOnly = appendOnly;
    this.appendFsync = appendFsync;
  }

  /** The value of Redis's {@code appendonly}. */
  String appendOnly() {
    return appendOnly;
  }

  /** The value of Redis's {@code appendfsync}. */
  String appendFsync() {
    return appendFsync;
  }
}
