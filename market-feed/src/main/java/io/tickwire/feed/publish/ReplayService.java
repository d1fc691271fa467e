package io.tickwire.feed.publish;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.wire.HighsLowsQuery;
import io.tickwire.common.wire.ReplayPage;
import io.tickwire.common.wire.ReplayRequest;
import io.tickwire.common.wire.TickCredit;
import io.tickwire.common.wire.TickListening;
import io.tickwire.common.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;

/**
 * Hears from consumers what they listen to and what they have handled, and gives them again what
 * they missed; answers how high and low a price was. Confined to the feed's event loop.
 */
public final class ReplayService {
  private final List<MessageConsumer<?>> consumers;

  private ReplayService(List<MessageConsumer<?>> consumers) {
    this.consumers = consumers;
  }

  /**
   * Call on the feed's event loop.
   *
   * @param member whose feed this is
   */
  public static ReplayService start(EventBus bus, TickPublisher publisher, String member) {
    FrameDelivery delivery = publisher.delivery();
    MessageConsumer<TickListening> listening = bus.consumer(Addresses.LISTENING);
    listening.handler(message -> delivery.onListening(message.body()));
    MessageConsumer<TickCredit> credits = bus.consumer(Addresses.credits(publisher.feedId()));
    credits.handler(message -> delivery.onCredit(message.body()));
    MessageConsumer<ReplayRequest> replays = bus.consumer(Addresses.replay(publisher.feedId()));
    replays.handler(message -> message.reply(ReplayPage.write(delivery.page(message.body()))));
    MessageConsumer<HighsLowsQuery> extremes = bus.consumer(Addresses.extremes(member));
    extremes.handler(
        message ->
            message.reply(
                publisher.extremes().since(message.body().symbol(), message.body().sinceMs()),
                Wire.HIGHS_LOWS));
    return new ReplayService(List.of(listening, credits, replays, extremes));
  }

  /** Completes when the cluster knows. */
  public Future<Void> completion() {
    return Future.join(consumers.stream().map(MessageConsumer::completion).toList()).mapEmpty();
  }

  public Future<Void> stop() {
    return Future.join(consumers.stream().map(MessageConsumer::unregister).toList()).mapEmpty();
  }
}
