package io.tickwire.feed.recovery;

import io.tickwire.common.wire.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The mark prices of one contract. Marks are samples once a second; what was missed comes back as
 * the lowest and the highest that another feed saw, low first, as nobody knows their order. Pure,
 * not thread-safe.
 *
 * <pre>
 * UNCOVERED → COVERED      subscribed, nothing known from before
 * UNCOVERED → RECOVERING   subscribed again: the others are asked, live marks wait
 * RECOVERING → COVERED     answered, or the answer took too long
 * any → UNCOVERED          interrupted
 * </pre>
 */
final class MarkLine {
  private static final long NONE = -1;

  private final long maxHoldMs;
  private final Consumer<Tick> live;
  private final Consumer<Tick> recovered;
  private final List<Tick> held = new ArrayList<>();
  private LineState state = LineState.UNCOVERED;
  private long lastNs = NONE;
  private long missingSinceNs = NONE;
  private long askedMs;

  MarkLine(long maxHoldMs, Consumer<Tick> live, Consumer<Tick> recovered) {
    this.maxHoldMs = maxHoldMs;
    this.live = live;
    this.recovered = recovered;
  }

  /** Somebody else published up to then. */
  void onProgress(long timeNs) {
    if (lastNs == NONE) {
      missingSinceNs = timeNs;
    }
  }

  void onMark(Tick tick) {
    lastNs = tick.exchangeTimeNs();
    if (state == LineState.RECOVERING) {
      held.add(tick);
    } else {
      live.accept(tick);
    }
  }

  void onInterrupted() {
    if (missingSinceNs == NONE) {
      missingSinceNs = lastNs;
    }
    state = LineState.UNCOVERED;
    release();
  }

  /** Whether the others are to be asked for what they saw since {@link #missingSinceNs}. */
  boolean onCovered(long nowMs) {
    if (state != LineState.UNCOVERED) {
      return false;
    }
    state = missingSinceNs == NONE ? LineState.COVERED : LineState.RECOVERING;
    askedMs = nowMs;
    return state == LineState.RECOVERING;
  }

  long missingSinceNs() {
    return missingSinceNs;
  }

  void onAnswer(MarkExtremes extremes) {
    recovered.accept(extremes.low().asRecovered());
    if (!extremes.high().equals(extremes.low())) {
      recovered.accept(extremes.high().asRecovered());
    }
    end();
  }

  /** Nobody knows; true once for each interruption. */
  boolean onNothing() {
    boolean asked = state == LineState.RECOVERING;
    end();
    return asked;
  }

  boolean isOverdue(long nowMs) {
    return state == LineState.RECOVERING && nowMs - askedMs >= maxHoldMs;
  }

  boolean isCovered() {
    return state == LineState.COVERED;
  }

  boolean isRecovering() {
    return state == LineState.RECOVERING;
  }

  private void end() {
    state = LineState.COVERED;
    missingSinceNs = NONE;
    release();
  }

  private void release() {
    List<Tick> waiting = List.copyOf(held);
    held.clear();
    waiting.forEach(live);
  }
}
