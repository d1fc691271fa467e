package io.tickwire.rules.evaluation;

import io.tickwire.common.market.PriceSource;
import java.util.Arrays;

/**
 * The newest ticks of one price in order of their sequence, to be played to rules that come later
 * than the ticks that concern them, and to tell a straggler from a repetition.
 *
 * <p>Holds at least {@value #KEPT} ticks and those of the newest 90 seconds by exchange time (of
 * bid and ask, which nobody is told again, two), at most {@value #MOST}; grows with need and never
 * shrinks. A rule comes that late when Redis was away for a minute. Columns of primitives, 45 bytes
 * a tick: adding the newest is a dozen stores. Positions count from the oldest.
 */
final class RecentTicks {
  static final int KEPT = 256;
  static final int MOST = 8_192;
  private static final int FIRST = 16;
  private static final long KEPT_NS = 90_000_000_000L;
  private static final long QUOTES_KEPT_NS = 2_000_000_000L;
  private static final long NS_PER_MS = 1_000_000;

  private static final byte RECOVERED = 1;
  private static final byte BETWEEN_TICKS = 2;
  private static final byte CANDLE = 4;

  private final PriceSource source;
  private final long keptNs;
  private long[] sequences = new long[FIRST];
  private long[] digits = new long[FIRST];
  private long[] timesNs = new long[FIRST];
  private long[] receivedNs = new long[FIRST];
  private long[] floors = new long[FIRST];
  private int[] scales = new int[FIRST];
  private byte[] flags = new byte[FIRST];
  private int oldest;
  private int size;

  /** How many of the newest have come in order of exchange time. */
  private int inOrder;

  /** The newest exchange time of what is not held any more. */
  private long forgottenNs = Long.MIN_VALUE;

  RecentTicks(PriceSource source) {
    this.source = source;
    this.keptNs = source == PriceSource.BID_ASK ? QUOTES_KEPT_NS : KEPT_NS;
  }

  /** A tick whose sequence is not below any other. */
  void add(TickSlot tick) {
    store(append(tick.exchangeTimeNs()), tick.sequence(), tick, (byte) 0);
  }

  /** The close of a candle: stands after all trades known so far, at the candle's beginning. */
  void addClose(TickSlot close) {
    addClose(close, size == 0 ? Long.MIN_VALUE : sequence(size - 1));
  }

  /** The close of a candle that stands after a trade which need not be held. */
  void addClose(TickSlot close, long after) {
    store(append(close.exchangeTimeNs()), after, close, CANDLE);
  }

  /**
   * A tick that belongs before others.
   *
   * @return its position, or -1 when it is older than all that is held and there is no room
   */
  int insert(TickSlot tick) {
    int position = positionOf(tick.sequence());
    long newestNs = size == 0 ? tick.exchangeTimeNs() : timeNs(size - 1);
    boolean isFull = size == sequences.length && !mustGrow(newestNs);
    if (position == 0 && (isFull || forgottenNs != Long.MIN_VALUE)) {
      forgetUpTo(tick.exchangeTimeNs());
      return -1;
    }
    position -= isFull ? 1 : 0;
    append(newestNs);
    inOrder = 0;
    for (int i = size - 1; i > position; i--) {
      copy(at(i - 1), at(i));
    }
    store(at(position), tick.sequence(), tick, (byte) 0);
    return position;
  }

  private int append(long timeNs) {
    if (size == sequences.length && mustGrow(timeNs)) {
      grow();
    }
    if (size == sequences.length) {
      forgottenNs = Math.max(forgottenNs, timesNs[oldest]);
      oldest = (oldest + 1) & (size - 1);
      size--;
    }
    inOrder = size == 0 || timeNs >= timeNs(size - 1) ? Math.min(inOrder + 1, MOST) : 1;
    return at(size++);
  }

  private boolean mustGrow(long timeNs) {
    return size < KEPT || (size < MOST && timesNs[oldest] > timeNs - keptNs);
  }

  private void store(int slot, long sequence, TickSlot tick, byte extra) {
    sequences[slot] = sequence;
    digits[slot] = tick.digits();
    timesNs[slot] = tick.exchangeTimeNs();
    receivedNs[slot] = tick.receivedNs();
    floors[slot] = tick.floorTicks();
    scales[slot] = tick.scale();
    int between = tick.ceilTicks() == tick.floorTicks() ? 0 : BETWEEN_TICKS;
    flags[slot] = (byte) (extra | between | (tick.isRecovered() ? RECOVERED : 0));
  }

  private void copy(int from, int to) {
    sequences[to] = sequences[from];
    digits[to] = digits[from];
    timesNs[to] = timesNs[from];
    receivedNs[to] = receivedNs[from];
    floors[to] = floors[from];
    scales[to] = scales[from];
    flags[to] = flags[from];
  }

  private void grow() {
    sequences = unrolled(sequences);
    digits = unrolled(digits);
    timesNs = unrolled(timesNs);
    receivedNs = unrolled(receivedNs);
    floors = unrolled(floors);
    int[] oldScales = scales;
    byte[] oldFlags = flags;
    scales = new int[sequences.length];
    flags = new byte[sequences.length];
    for (int i = 0; i < size; i++) {
      scales[i] = oldScales[(oldest + i) & (oldScales.length - 1)];
      flags[i] = oldFlags[(oldest + i) & (oldFlags.length - 1)];
    }
    oldest = 0;
  }

  /** Twice as long, with the oldest first. */
  private long[] unrolled(long[] column) {
    long[] wide = Arrays.copyOf(column, column.length * 2);
    int toEnd = column.length - oldest;
    System.arraycopy(column, oldest, wide, 0, toEnd);
    System.arraycopy(column, 0, wide, toEnd, oldest);
    return wide;
  }

  private int at(int position) {
    return (oldest + position) & (sequences.length - 1);
  }

  PriceSource source() {
    return source;
  }

  int size() {
    return size;
  }

  boolean contains(long sequence) {
    int position = positionOf(sequence);
    return position < size && sequence(position) == sequence;
  }

  /** Whether a tick of that sequence has certainly not been here. */
  boolean lacks(long sequence) {
    int position = positionOf(sequence);
    boolean isBeforeAll = position == 0 && forgottenNs != Long.MIN_VALUE;
    return !isBeforeAll && (position == size || sequence(position) != sequence);
  }

  /** Where a tick of that sequence is or belongs. */
  private int positionOf(long sequence) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sequence(middle) < sequence) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Whether all ticks of this exchange time or later are held, as far as they came at all. */
  boolean reachesBackTo(long exchangeTimeNs) {
    return exchangeTimeNs > forgottenNs;
  }

  /** What came up to then is not here. */
  void forgetUpTo(long exchangeTimeNs) {
    forgottenNs = Math.max(forgottenNs, exchangeTimeNs);
  }

  /** The first tick of that exchange time or later, or {@link #size} when there is none. */
  int firstSince(long exchangeTimeNs) {
    int first = size;
    boolean isOrdered = inOrder >= size;
    for (int i = size - 1; i >= 0; i--) {
      if (timeNs(i) >= exchangeTimeNs) {
        first = i;
      } else if (isOrdered) {
        return first;
      }
    }
    return first;
  }

  /** Whether it is the close of a candle, which is no tick. */
  boolean isClose(int position) {
    return (flags[at(position)] & CANDLE) != 0;
  }

  /** The lowest tick after that position, rounded up; {@link Long#MAX_VALUE} when there is none. */
  long lowestAfter(int position) {
    long lowest = Long.MAX_VALUE;
    for (int i = position + 1; i < size; i++) {
      lowest = isClose(i) ? lowest : Math.min(lowest, ceilTicks(i));
    }
    return lowest;
  }

  /** The highest tick after that position, rounded down; 0 when there is none. */
  long highestAfter(int position) {
    long highest = 0;
    for (int i = position + 1; i < size; i++) {
      highest = isClose(i) ? highest : Math.max(highest, floorTicks(i));
    }
    return highest;
  }

  long sequence(int position) {
    return sequences[at(position)];
  }

  long timeNs(int position) {
    return timesNs[at(position)];
  }

  long floorTicks(int position) {
    return floors[at(position)];
  }

  long ceilTicks(int position) {
    int slot = at(position);
    return (flags[slot] & BETWEEN_TICKS) == 0 ? floors[slot] : floors[slot] + 1;
  }

  PricePoint point(int position) {
    int slot = at(position);
    boolean isCandle = isClose(position);
    return new PricePoint(
        source,
        isCandle ? timesNs[slot] / NS_PER_MS : sequences[slot],
        digits[slot],
        scales[slot],
        timesNs[slot],
        receivedNs[slot],
        (flags[slot] & RECOVERED) != 0);
  }
}
