package io.tickwire.push.market;

import io.tickwire.common.async.TimeLimit;
import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.wire.TickFrame;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The partitions whose quotes this gateway listens to. What is lost on the way comes again with the
 * next refresh. Confined to one context.
 */
final class QuotePartitions {
  /** A registration that takes longer is not waited for; it may still come. */
  private static final long REGISTER_MS = 2_000;

  private final Vertx vertx;
  private final Consumer<TickFrame> handler;
  private final Map<Integer, MessageConsumer<TickFrame>> consumers = new HashMap<>();

  QuotePartitions(Vertx vertx, Consumer<TickFrame> handler) {
    this.vertx = vertx;
    this.handler = handler;
  }

  /** Completes when the cluster knows. */
  Future<Void> listen(int partition) {
    MessageConsumer<TickFrame> consumer =
        consumers.computeIfAbsent(
            partition,
            number ->
                vertx
                    .eventBus()
                    .consumer(Addresses.quotes(number), frame -> handler.accept(frame.body())));
    return TimeLimit.of(vertx, REGISTER_MS, consumer.completion());
  }

  void retain(Set<Integer> needed) {
    consumers
        .entrySet()
        .removeIf(
            entry -> {
              boolean leave = !needed.contains(entry.getKey());
              if (leave) {
                entry.getValue().unregister();
              }
              return leave;
            });
  }

  void close() {
    retain(Set.of());
  }
}
