package io.tickwire.rules.simulation;

import io.tickwire.common.ticks.TickStream;
import io.tickwire.common.ticks.WholeHistory;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.rules.partition.Surroundings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * One engine's way to the feed: frames overtake each other, get lost and come twice; what is
 * missing is fetched once more, and if that fails told as lost, as the stream of ticks does. Not
 * thread-safe.
 */
final class TickLink implements Surroundings.Ticks {
  private final Schedule schedule;
  private final Faults faults;
  private final FeedModel feed;
  private final BooleanSupplier alive;
  private final TickStream.Listener listener;
  private final Set<Integer> listening = new HashSet<>();
  private final Map<Integer, Row> rows = new HashMap<>();

  TickLink(
      Schedule schedule,
      Faults faults,
      FeedModel feed,
      BooleanSupplier alive,
      TickStream.Listener listener) {
    this.schedule = schedule;
    this.faults = faults;
    this.feed = feed;
    this.alive = alive;
    this.listener = listener;
    feed.listen(this);
  }

  @Override
  public Future<Void> listen(int partition) {
    Promise<Void> known = Promise.promise();
    later(
        faults.delayUs(),
        () -> {
          listening.add(partition);
          known.tryComplete();
        });
    return known.future();
  }

  @Override
  public boolean follow(HistoryReply.LiveFrom live) {
    return listening.contains(live.partition()) && row(live.partition()).beginAfter(live.frame());
  }

  @Override
  public Future<Void> unlisten(int partition) {
    listening.remove(partition);
    rows.remove(partition);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> close() {
    listening.clear();
    rows.clear();
    feed.leave(this);
    return Future.succeededFuture();
  }

  /** Never fails, as the production's does not; tries again until it is answered. */
  static Surroundings.Past past(
      Schedule schedule, Faults faults, FeedModel feed, BooleanSupplier alive) {
    return new Surroundings.Past() {
      @Override
      public Future<WholeHistory> since(HistoryQuery query, Duration within) {
        Promise<WholeHistory> answer = Promise.promise();
        ask(query, answer);
        return answer.future();
      }

      private void ask(HistoryQuery query, Promise<WholeHistory> answer) {
        if (faults.loses()) {
          schedule.after(100_000, () -> ask(query, answer));
          return;
        }
        schedule.after(
            faults.delayUs(),
            () -> {
              WholeHistory found = feed.history(query);
              schedule.after(
                  faults.delayUs(),
                  () -> {
                    if (alive.getAsBoolean()) {
                      answer.tryComplete(found);
                    }
                  });
            });
      }
    };
  }

  private void later(long delayUs, Runnable task) {
    schedule.after(
        delayUs,
        () -> {
          if (alive.getAsBoolean()) {
            task.run();
          }
        });
  }

  /** The feed sends a frame to all. */
  void sent(TickFrame frame) {
    if (!faults.loses()) {
      later(faults.delayUs(), () -> arrived(frame));
    }
    if (faults.repeats()) {
      later(faults.delayUs(), () -> arrived(frame));
    }
  }

  private void arrived(TickFrame frame) {
    if (listening.contains(frame.partition())) {
      row(frame.partition()).offer(frame);
    }
  }

  private Row row(int partition) {
    return rows.computeIfAbsent(partition, Row::new);
  }

  /** Frames of one partition in order, from the first that came or that a history led up to. */
  private final class Row {
    final int partition;
    final TreeMap<Long, TickFrame> held = new TreeMap<>();
    long first = -1;
    long next = -1;
    boolean asking;

    Row(int partition) {
      this.partition = partition;
    }

    boolean beginAfter(long frame) {
      if (next < 0) {
        first = frame + 1;
        next = first;
      }
      return first <= frame + 1;
    }

    void offer(TickFrame frame) {
      beginAfter(frame.sequence() - 1);
      if (frame.sequence() >= next) {
        held.put(frame.sequence(), frame);
      }
      deliver();
      if (!held.isEmpty() && !asking) {
        asking = true;
        fetch(next, held.firstKey() - 1);
      }
    }

    private void deliver() {
      while (!held.isEmpty() && held.firstKey() == next) {
        next++;
        listener.onFrame(held.pollFirstEntry().getValue());
      }
    }

    private void fetch(long from, long to) {
      boolean fails = faults.loses() || faults.sometimes(0.2);
      later(
          faults.delayUs() + faults.delayUs(),
          () -> {
            if (rows.get(partition) == this) {
              asking = false;
              fetched(from, to, fails);
            }
          });
    }

    private void fetched(long from, long to, boolean fails) {
      if (!fails) {
        feed.repeat(partition, from, to).forEach(this::offer);
      } else if (!held.isEmpty() && next <= to) {
        long last = Math.min(to, held.firstKey() - 1);
        schedule.trace("frames lost of partition", partition, "from", next, "to", last);
        listener.onLost(1, partition, next, last);
        next = last + 1;
        deliver();
      }
    }
  }
}
