package io.tickwire.rules.evaluation;

import io.tickwire.common.market.PriceSource;

/**
 * The newest ticks of one price in order of their sequence, to be played to rules that come later
 * than the ticks that concern them, and to tell a straggler from a repetition.
 *
 * <p>Holds at least {@value #KEPT} ticks and those of the newest 90 seconds by exchange time (of
 * bid and ask, which nobody is told again, two), at most {@value #MOST}; grows with need and never
 * shrinks. A rule comes that late when Redis was away for a minute. Rows of six longs, 48 bytes a
 * tick: adding the newest touches one or two cache lines. Positions count from the oldest.
 */
final class RecentTicks {
  static final int KEPT = 256;
  static final int MOST = 8_192;
  private static final int FIRST = 16;
  private static final long KEPT_NS = 90_000_000_000L;
  private static final long QUOTES_KEPT_NS = 2_000_000_000L;
  private static final long NS_PER_MS = 1_000_000;

  /** Whatever came before the first tick is not held. */
  private static final long NOTHING_YET = Long.MAX_VALUE;

  // What stands where in a row.
  private static final int ROW = 6;
  private static final int SEQUENCE = 0;
  private static final int TIME_NS = 1;
  private static final int FLOOR = 2;
  private static final int DIGITS = 3;
  private static final int RECEIVED_NS = 4;

  /** The scale of the digits, above the flags. */
  private static final int SCALE_AND_FLAGS = 5;

  private static final int FLAG_BITS = 8;
  private static final int RECOVERED = 1;
  private static final int BETWEEN_TICKS = 2;
  private static final int CANDLE = 4;

  private final PriceSource source;
  private final long keptNs;

  /** A power of two. */
  private int capacity = FIRST;

  private long[] rows = new long[FIRST * ROW];
  private int oldest;
  private int size;

  /** How many of the newest have come in order of exchange time. */
  private int inOrder;

  /** The newest exchange time of what is not held. */
  private long forgottenNs = Long.MIN_VALUE;

  RecentTicks(PriceSource source) {
    this.source = source;
    this.keptNs = source == PriceSource.BID_ASK ? QUOTES_KEPT_NS : KEPT_NS;
  }

  /** A tick whose sequence is not below any other. */
  void add(TickSlot tick) {
    store(append(tick.exchangeTimeNs()), tick.sequence(), tick, 0);
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
    boolean isFull = size == capacity && !mustGrow(newestNs);
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
    store(at(position), tick.sequence(), tick, 0);
    return position;
  }

  /**
   * A tick from before all that are held.
   *
   * @return false when there is no room
   */
  boolean prepend(TickSlot tick) {
    if (size == MOST) {
      return false;
    }
    if (size == capacity) {
      grow();
    }
    boolean isOrdered = inOrder >= size;
    oldest = (oldest - 1) & (capacity - 1);
    size++;
    store(at(0), tick.sequence(), tick, 0);
    if (isOrdered && (size == 1 || timeNs(0) <= timeNs(1))) {
      inOrder = size;
    }
    return true;
  }

  private int append(long timeNs) {
    if (forgottenNs == NOTHING_YET) {
      forgottenNs = timeNs - 1;
    }
    if (size == capacity && mustGrow(timeNs)) {
      grow();
    }
    if (size == capacity) {
      forgottenNs = Math.max(forgottenNs, timeNs(0));
      oldest = (oldest + 1) & (capacity - 1);
      size--;
    }
    inOrder = size == 0 || timeNs >= timeNs(size - 1) ? Math.min(inOrder + 1, MOST) : 1;
    return at(size++);
  }

  private boolean mustGrow(long timeNs) {
    return size < KEPT || (size < MOST && timeNs(0) > timeNs - keptNs);
  }

  private void store(int row, long sequence, TickSlot tick, int extra) {
    rows[row + SEQUENCE] = sequence;
    rows[row + TIME_NS] = tick.exchangeTimeNs();
    rows[row + FLOOR] = tick.floorTicks();
    rows[row + DIGITS] = tick.digits();
    rows[row + RECEIVED_NS] = tick.receivedNs();
    int between = tick.ceilTicks() == tick.floorTicks() ? 0 : BETWEEN_TICKS;
    int flags = extra | between | (tick.isRecovered() ? RECOVERED : 0);
    rows[row + SCALE_AND_FLAGS] = ((long) tick.scale() << FLAG_BITS) | flags;
  }

  private void copy(int from, int to) {
    System.arraycopy(rows, from, rows, to, ROW);
  }

  /** Twice as long, with the oldest first. */
  private void grow() {
    long[] wide = new long[rows.length * 2];
    int first = at(0);
    System.arraycopy(rows, first, wide, 0, rows.length - first);
    System.arraycopy(rows, 0, wide, rows.length - first, first);
    rows = wide;
    capacity *= 2;
    oldest = 0;
  }

  /** Where the row of a position begins. */
  private int at(int position) {
    return ((oldest + position) & (capacity - 1)) * ROW;
  }

  private boolean has(int position, int flag) {
    return (rows[at(position) + SCALE_AND_FLAGS] & flag) != 0;
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

  /** Whether a tick of that sequence came before all that are held. */
  boolean isBeforeAll(long sequence) {
    return size > 0 && (sequence < sequence(0) || (isClose(0) && sequence == sequence(0)));
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

  /**
   * Others have seen ticks before that time; with 0 before the first that comes here. Of no effect
   * when it is known already what is held.
   */
  void beginInTheMiddle(long exchangeTimeNs) {
    if (size == 0 && forgottenNs == Long.MIN_VALUE) {
      forgottenNs = exchangeTimeNs == 0 ? NOTHING_YET : exchangeTimeNs - 1;
    }
  }

  /** All of that time or later are here. */
  void holdSince(long exchangeTimeNs) {
    forgottenNs = Math.min(forgottenNs, exchangeTimeNs - 1);
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
    return has(position, CANDLE);
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
    return rows[at(position) + SEQUENCE];
  }

  long timeNs(int position) {
    return rows[at(position) + TIME_NS];
  }

  long floorTicks(int position) {
    return rows[at(position) + FLOOR];
  }

  long ceilTicks(int position) {
    return has(position, BETWEEN_TICKS) ? floorTicks(position) + 1 : floorTicks(position);
  }

  PricePoint point(int position) {
    int row = at(position);
    return new PricePoint(
        source,
        isClose(position) ? timeNs(position) / NS_PER_MS : sequence(position),
        rows[row + DIGITS],
        (int) (rows[row + SCALE_AND_FLAGS] >> FLAG_BITS),
        timeNs(position),
        rows[row + RECEIVED_NS],
        has(position, RECOVERED));
  }
}
