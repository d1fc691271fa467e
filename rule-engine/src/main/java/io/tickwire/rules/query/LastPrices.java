package io.tickwire.rules.query;

import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.wire.Json;
import io.tickwire.rules.evaluation.PricePoint;
import io.tickwire.rules.partition.Arming;
import io.tickwire.rules.partition.OwnedPartitions;
import io.tickwire.rules.partition.Partition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Last prices for display: of an owned partition from memory, of another from one of its owners, on
 * an address between engines whose body is the symbol and whose reply is the price or "". An owner
 * that does not answer at once counts as "not known". Confined to the engine's event loop.
 */
public final class LastPrices {
  private static final String ADDRESS = "tickwire.rules.last.";
  private static final DeliveryOptions AT_ONCE = new DeliveryOptions().setSendTimeout(250);
  private static final Arming.Quote LAST = new Arming.Quote(PriceSource.LAST, false);

  private final Vertx vertx;
  private final Partitions partitions;
  private final OwnedPartitions owned;
  private final Map<Integer, MessageConsumer<String>> answering = new HashMap<>();

  public LastPrices(Vertx vertx, Partitions partitions, OwnedPartitions owned) {
    this.vertx = vertx;
    this.partitions = partitions;
    this.owned = owned;
  }

  /** Answers other engines about a partition from now on. */
  public void answer(int partition) {
    answering.computeIfAbsent(
        partition, number -> vertx.eventBus().consumer(ADDRESS + number, this::reply));
  }

  /** Leaves that to others. */
  public void leave(int partition) {
    MessageConsumer<String> consumer = answering.remove(partition);
    if (consumer != null) {
      consumer.unregister();
    }
  }

  public void leaveAll() {
    answering.values().forEach(MessageConsumer::unregister);
    answering.clear();
  }

  /** Never fails; empty when no owner knows one. */
  public Future<Optional<BigDecimal>> of(String symbol) {
    int number = partitions.of(symbol);
    Partition here = owned.find(number);
    if (here != null) {
      return Future.succeededFuture(known(here, symbol));
    }
    return vertx
        .eventBus()
        .<String>request(ADDRESS + number, symbol, AT_ONCE)
        .map(
            reply ->
                reply.body().isEmpty()
                    ? Optional.<BigDecimal>empty()
                    : Optional.of(Json.decimal(reply.body())))
        .otherwise(Optional.empty());
  }

  private void reply(Message<String> message) {
    Partition here = owned.find(partitions.of(message.body()));
    Optional<BigDecimal> price = here == null ? Optional.empty() : known(here, message.body());
    message.reply(price.map(BigDecimal::toPlainString).orElse(""));
  }

  private static Optional<BigDecimal> known(Partition partition, String symbol) {
    PricePoint price = partition.knownPrice(symbol, LAST);
    return price == null ? Optional.empty() : Optional.of(price.price());
  }
}
