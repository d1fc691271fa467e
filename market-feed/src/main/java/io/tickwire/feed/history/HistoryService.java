package io.tickwire.feed.history;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.tickwire.common.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Function;

/** Hears the questions for history and sends the answers. Confined to the feed's event loop. */
public final class HistoryService {
  private final MessageConsumer<HistoryQuery> consumer;

  private HistoryService(MessageConsumer<HistoryQuery> consumer) {
    this.consumer = consumer;
  }

  /**
   * Call on the feed's event loop.
   *
   * @param member whose feed this is
   * @param answers {@link FeedHistory#answer}
   */
  public static HistoryService start(
      EventBus bus, String member, Function<HistoryQuery, Future<HistoryReply>> answers) {
    MessageConsumer<HistoryQuery> consumer = bus.consumer(Addresses.history(member));
    consumer.handler(
        message ->
            answers.apply(message.body()).onSuccess(reply -> message.reply(reply, Wire.HISTORY)));
    return new HistoryService(consumer);
  }

  /** Completes when the cluster knows. */
  public Future<Void> completion() {
    return consumer.completion();
  }

  public Future<Void> stop() {
    return consumer.unregister();
  }
}
