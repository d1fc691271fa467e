package io.tickwire.common.wire;

/** Why a {@link HistoryReply} lacks something. */
public enum HistoryGap {
  /** It lacks nothing. */
  NOTHING(false),
  /** The feed has just begun to watch the symbol. */
  NOT_YET_LIVE(true),
  /** The venue did not answer, or its answer was too old. */
  VENUE(true),
  /** No feed is there, or none answered in time. */
  NO_FEED(true),
  /** The feed knows no such instrument. */
  UNKNOWN_SYMBOL(true),
  /** It is longer ago than anybody is asked for; what there is comes with the reply. */
  TOO_OLD(false),
  /** The feed does not keep all of it, and nobody else was to be asked. */
  NOT_KEPT(false),
  /** Marks of which this feed did not see all; the venue does not tell them. */
  UNSEEN(false);

  private final boolean passing;

  HistoryGap(boolean passing) {
    this.passing = passing;
  }

  /** Whether the same feed may know more when it is asked again. */
  public boolean isPassing() {
    return passing;
  }
}
