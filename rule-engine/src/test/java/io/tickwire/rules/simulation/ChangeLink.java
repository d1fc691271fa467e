package io.tickwire.rules.simulation;

import io.tickwire.rules.partition.Surroundings;
import io.tickwire.rules.store.LiveRule;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One engine's way to hear of changes: in order and once each, but late. Not thread-safe. */
final class ChangeLink implements Surroundings.Changes {
  private static final long BROKEN_US = 120_000;

  private final Schedule schedule;
  private final Faults faults;
  private final StoreServer server;
  private final BooleanSupplier alive;
  private final World world;
  private final Map<Integer, Following> following = new HashMap<>();

  ChangeLink(
      Schedule schedule, Faults faults, StoreServer server, BooleanSupplier alive, World world) {
    this.world = world;
    this.schedule = schedule;
    this.faults = faults;
    this.server = server;
    this.alive = alive;
  }

  @Override
  public void start() {}

  @Override
  public Future<Void> stop() {
    following.clear();
    return Future.succeededFuture();
  }

  @Override
  public void follow(int partition, String position, Consumer<LiveRule> onChange) {
    int next =
        world == World.CHANGES_SKIPPED
            ? server.partition(partition).changes.size()
            : Integer.parseInt(position);
    Following one = new Following(partition, next, onChange);
    following.put(partition, one);
    one.poll();
  }

  @Override
  public void unfollow(int partition) {
    following.remove(partition);
  }

  private final class Following {
    final int partition;
    final Consumer<LiveRule> onChange;
    int next;

    Following(int partition, int next, Consumer<LiveRule> onChange) {
      this.partition = partition;
      this.next = next;
      this.onChange = onChange;
    }

    void poll() {
      long pauseUs = faults.loses() ? BROKEN_US : 1_000 + faults.delayUs();
      schedule.after(
          pauseUs,
          () -> {
            if (alive.getAsBoolean() && following.get(partition) == this) {
              deliver();
              poll();
            }
          });
    }

    private void deliver() {
      List<@Nullable LiveRule> changes = server.partition(partition).changes;
      while (next < changes.size()) {
        LiveRule change = changes.get(next++);
        if (change != null) {
          onChange.accept(change);
        }
      }
    }
  }
}
