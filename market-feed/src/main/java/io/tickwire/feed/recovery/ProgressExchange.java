package io.tickwire.feed.recovery;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.wire.FeedProgress;
import io.tickwire.common.wire.Wire;
import io.tickwire.feed.port.Timers;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells the other feeds how far this one has published and hears it from them. One event loop. */
public final class ProgressExchange {
  private final EventBus bus;
  private final Timers timers;
  private final String node;
  private final Supplier<Map<String, LastKnown>> own;
  private final BiConsumer<String, LastKnown> heard;
  private final ProgressBook book = new ProgressBook();
  private final MessageConsumer<FeedProgress> consumer;
  private final Timers.Timer timer;

  /**
   * @param node name of this feed among the members
   * @param own {@link Recovery#progress}
   * @param heard is told what others say of each symbol
   */
  public ProgressExchange(
      EventBus bus,
      Timers timers,
      String node,
      RecoveryConfig config,
      Supplier<Map<String, LastKnown>> own,
      BiConsumer<String, LastKnown> heard) {
    this.bus = bus;
    this.timers = timers;
    this.node = node;
    this.own = own;
    this.heard = heard;
    this.consumer = bus.consumer(Addresses.FEED_PROGRESS);
    consumer.handler(message -> onProgress(message.body()));
    this.timer = timers.every(config.progressInterval().toMillis(), this::tell);
  }

  /** Says it now: somebody may be about to take symbols over. */
  public void tellNow() {
    tell();
  }

  /** Completes when the others are heard. */
  public Future<Void> listening() {
    return consumer.completion();
  }

  private void tell() {
    bus.publish(Addresses.FEED_PROGRESS, ProgressBook.message(node, own.get()), Wire.PROGRESS);
  }

  private void onProgress(FeedProgress progress) {
    if (!progress.node().equals(node)) {
      book.put(progress, timers.nowMs());
      ProgressBook.read(progress).forEach(heard);
    }
  }

  /** {@link ProgressBook#find} by now. */
  public @Nullable LastKnown find(String symbol, Predicate<String> isAlive) {
    return book.find(symbol, isAlive, timers.nowMs());
  }

  /** Says its last word, so that a successor knows where this feed ended. */
  public Future<Void> stop() {
    timer.cancel();
    tell();
    return consumer.unregister();
  }
}
