package io.tickwire.feed.publish;

import io.tickwire.common.wire.TickFrame;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The last frames of one partition, one behind the other in large pieces of memory that are used
 * again: what is kept for seconds and seldom read must not be hundreds of thousands of objects that
 * the collector copies about. Each stands behind the time it came (i64) and its length (i32). Not
 * thread-safe.
 */
final class KeptFrames {
  private static final int HEAD_BYTES = Long.BYTES + Integer.BYTES;

  private final Deque<Piece> spare;
  private final Deque<Piece> pieces = new ArrayDeque<>();
  private @Nullable TickFrame newest;

  /** Frames from {@code first} to {@code end}. */
  static final class Piece {
    static final int BYTES = 64 << 10;

    /** What many may lie idle. */
    private static final int MOST_SPARE = 64;

    private final ByteBuffer data;
    private int first;
    private int end;

    private Piece(int bytes) {
      data = ByteBuffer.allocate(bytes);
    }

    private boolean isRead() {
      return first == end;
    }

    private void retire(Deque<Piece> spare) {
      if (data.capacity() == BYTES && spare.size() < MOST_SPARE) {
        first = 0;
        end = 0;
        spare.add(this);
      }
    }
  }

  /**
   * @param spare pieces that nobody uses, shared by the partitions of a feed
   */
  KeptFrames(Deque<Piece> spare) {
    this.spare = spare;
  }

  void add(TickFrame frame, long sinceMs) {
    int length = frame.bytes().length();
    Piece piece = pieces.peekLast();
    if (piece == null || piece.end + HEAD_BYTES + length > piece.data.capacity()) {
      piece = fresh(HEAD_BYTES + length);
      pieces.add(piece);
    }
    piece.data.putLong(piece.end, sinceMs).putInt(piece.end + Long.BYTES, length);
    frame.bytes().getBytes(piece.data.array(), piece.end + HEAD_BYTES);
    piece.end += HEAD_BYTES + length;
    newest = frame;
  }

  private Piece fresh(int needed) {
    Piece used = needed > Piece.BYTES ? null : spare.poll();
    return used == null ? new Piece(Math.max(needed, Piece.BYTES)) : used;
  }

  boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** When the oldest came; there must be one. */
  long oldestMs() {
    Piece piece = pieces.getFirst();
    return piece.data.getLong(piece.first);
  }

  /** Lets go of the oldest, and says how long it was. */
  int removeOldest() {
    Piece piece = pieces.getFirst();
    int length = piece.data.getInt(piece.first + Long.BYTES);
    piece.first += HEAD_BYTES + length;
    if (piece.isRead()) {
      pieces.removeFirst();
      piece.retire(spare);
    }
    return length;
  }

  /**
   * The newest, also when it is too old to be kept: its number tells who missed it that he did.
   * Null before the first.
   */
  @Nullable TickFrame newest() {
    return newest;
  }

  /**
   * Goes through the frames from that number on, in order.
   *
   * @param until false for the first that is too many
   */
  void read(long from, Predicate<TickFrame> until) {
    for (Piece piece : pieces) {
      int at = piece.first;
      while (at < piece.end) {
        int length = piece.data.getInt(at + Long.BYTES);
        int begin = at + HEAD_BYTES;
        if (TickFrame.sequenceOf(piece.data, begin) >= from
            && !until.test(frame(piece.data.array(), begin, length))) {
          return;
        }
        at = begin + length;
      }
    }
  }

  private static TickFrame frame(byte[] data, int begin, int length) {
    return TickFrame.of(Buffer.buffer(length).appendBytes(data, begin, length));
  }
}
