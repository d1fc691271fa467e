package io.tickwire.feed.publish;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.wire.ReplayPage;
import io.tickwire.common.wire.ReplayRequest;
import io.tickwire.common.wire.TickCredit;
import io.tickwire.common.wire.TickListening;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;

/**
 * Hears from consumers what they listen to and what they have handled, and gives them again what
 * they missed. Confined to the feed's event loop.
 */
public final class ReplayService {
  private final List<MessageConsumer<?>> consumers;

  private ReplayService(List<MessageConsumer<?>> consumers) {
    this.consumers = consumers;
  }

  /** Call on the feed's event loop. */
  public static ReplayService start(EventBus bus, TickPublisher publisher) {
    FrameDelivery delivery = publisher.delivery();
    MessageConsumer<TickListening> listening = bus.consumer(Addresses.LISTENING);
    listening.handler(message -> delivery.onListening(message.body()));
    MessageConsumer<TickCredit> credits = bus.consumer(Addresses.credits(publisher.feedId()));
    credits.handler(message -> delivery.onCredit(message.body()));
    MessageConsumer<ReplayRequest> replays = bus.consumer(Addresses.replay(publisher.feedId()));
    replays.handler(message -> message.reply(ReplayPage.write(delivery.page(message.body()))));
    return new ReplayService(List.of(listening, credits, replays));
  }

  /** Completes when the cluster knows. */
  public Future<Void> completion() {
    return Future.join(consumers.stream().map(MessageConsumer::completion).toList()).mapEmpty();
  }

  public Future<Void> stop() {
    return Future.join(consumers.stream().map(MessageConsumer::unregister).toList()).mapEmpty();
  }
}
