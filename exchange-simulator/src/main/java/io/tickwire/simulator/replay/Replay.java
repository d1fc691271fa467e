package io.tickwire.simulator.replay;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How far a recording has been played. Either each line waits for its own time, or so many trades
 * leave in a second; marks then leave with the trade before them. Not thread-safe.
 */
public final class Replay {

  /** For {@link #Replay}: as it was recorded. */
  public static final int RECORDED_PACE = 0;

  private final Recording recording;
  private final long perTradeNs;
  private int played;
  private long tradesPlayed;

  /**
   * @param tradesPerSecond or {@link #RECORDED_PACE}
   */
  public Replay(Recording recording, int tradesPerSecond) {
    this.recording = recording;
    this.perTradeNs =
        tradesPerSecond == RECORDED_PACE ? 0 : TimeUnit.SECONDS.toNanos(1) / tradesPerSecond;
  }

  /** The next line that is due so long after the start; nothing while none is. */
  public @Nullable RecordedLine next(long elapsedNs) {
    if (isOver()) {
      return null;
    }
    RecordedLine line = recording.lines().get(played);
    boolean trades = line instanceof RecordedLine.Print;
    long dueNs = perTradeNs == 0 ? line.offsetNs() : perTradeNs * (tradesPlayed - (trades ? 0 : 1));
    if (dueNs > elapsedNs) {
      return null;
    }
    played++;
    tradesPlayed += trades ? 1 : 0;
    return line;
  }

  public boolean isOver() {
    return played == recording.lines().size();
  }

  public Recording recording() {
    return recording;
  }

  /** Lines that were played. */
  public int played() {
    return played;
  }
}
