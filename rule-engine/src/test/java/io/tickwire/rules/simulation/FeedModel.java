package io.tickwire.rules.simulation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.ticks.WholeHistory;
import io.tickwire.common.wire.HistoryGap;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.tickwire.common.wire.HistorySource;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickFrameBuilder;
import io.tickwire.common.wire.TickKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * A feed: puts what the venue says into numbered frames, repeats frames when asked, and tells the
 * history of all it has published. Not thread-safe.
 */
final class FeedModel {
  private final long id;
  private final Schedule schedule;
  private final ToIntFunction<String> partitionOf;
  private final World world;
  private final List<TickLink> listeners = new ArrayList<>();
  private final Map<Integer, Row> rows = new HashMap<>();
  private final Map<String, List<Tick>> published = new HashMap<>();

  /** The frames of one partition. */
  private static final class Row {
    final TickFrameBuilder builder;
    final List<TickFrame> frames = new ArrayList<>();

    Row(int partition, long feedId) {
      builder = new TickFrameBuilder(partition, feedId);
    }
  }

  FeedModel(long id, Schedule schedule, ToIntFunction<String> partitionOf, World world) {
    this.world = world;
    this.id = id;
    this.schedule = schedule;
    this.partitionOf = partitionOf;
  }

  void listen(TickLink link) {
    listeners.add(link);
  }

  void leave(TickLink link) {
    listeners.remove(link);
  }

  private Row row(int partition) {
    return rows.computeIfAbsent(partition, number -> new Row(number, id));
  }

  /** Takes it into the frame of its partition, which goes out soon. */
  void publish(Tick tick) {
    int partition = partitionOf.applyAsInt(tick.symbol());
    Row row = row(partition);
    if (row.builder.isEmpty()) {
      schedule.after(schedule.between(0, 4_000), () -> flush(partition));
    }
    row.builder.add(tick);
    published.computeIfAbsent(key(tick.symbol(), tick.kind()), k -> new ArrayList<>()).add(tick);
  }

  private static String key(String symbol, TickKind kind) {
    return symbol + ' ' + kind;
  }

  private void flush(int partition) {
    Row row = row(partition);
    if (!row.builder.isEmpty()) {
      send(row);
    }
  }

  private void send(Row row) {
    TickFrame frame = row.builder.build(schedule.nowNs());
    row.frames.add(frame);
    listeners.forEach(link -> link.sent(frame));
  }

  /** A frame without ticks in every partition: whoever missed the one before hears of it. */
  void beat(int partitions) {
    for (int partition = 0; partition < partitions; partition++) {
      send(row(partition));
    }
  }

  /** Frames as they were sent. */
  List<TickFrame> repeat(int partition, long from, long to) {
    List<TickFrame> frames = row(partition).frames;
    return frames.subList((int) from - 1, (int) Math.min(to, frames.size()));
  }

  WholeHistory history(HistoryQuery query) {
    int partition = partitionOf.applyAsInt(query.symbol());
    flush(partition);
    List<Tick> found = new ArrayList<>();
    for (Tick tick : published.getOrDefault(key(query.symbol(), query.kind()), List.of())) {
      boolean isNew =
          query.isByTime()
              ? tick.exchangeTimeNs() >= query.sinceNs()
              : tick.sequence() > query.sinceSequence();
      if (isNew && world != World.WITHOUT_HISTORY) {
        found.add(tick.asRecovered());
      }
    }
    Tick last = found.isEmpty() ? null : found.get(found.size() - 1);
    HistoryQuery rest =
        last == null
            ? query
            : new HistoryQuery(
                query.symbol(),
                query.kind(),
                last.sequence(),
                last.exchangeTimeNs(),
                HistoryQuery.NOW);
    return new WholeHistory(
        found,
        HistorySource.RING,
        HistoryGap.NOTHING,
        "",
        rest,
        new HistoryReply.LiveFrom(id, partition, row(partition).frames.size()));
  }

  static TickKind kind(PriceSource source) {
    return source == PriceSource.MARK ? TickKind.MARK : TickKind.TRADE;
  }
}
