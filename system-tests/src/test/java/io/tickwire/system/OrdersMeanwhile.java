package io.tickwire.system;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Orders of all users, one after the other, around the prices as they are while the market moves
 * and processes die. What the price has overtaken is refused, and that is no failure.
 */
final class OrdersMeanwhile implements AutoCloseable {
  /** After so many, prices are looked up anew. */
  private static final int ROUND = 20;

  private static final double TRADES_TO_COME = 20_000;
  private static final long PAUSE_NS = 100_000_000;

  private final MortalCluster cluster;
  private final long seed;
  private final List<Api> users;
  private final List<RandomOrders.Taken> taken = new ArrayList<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean stopping;

  private OrdersMeanwhile(MortalCluster cluster, long seed, List<Api> users) {
    this.cluster = cluster;
    this.seed = seed;
    this.users = users;
  }

  static OrdersMeanwhile start(MortalCluster cluster, long seed, List<Api> users) {
    OrdersMeanwhile orders = new OrdersMeanwhile(cluster, seed, users);
    Thread sender = new Thread(orders::run, "orders-meanwhile");
    sender.setDaemon(true);
    sender.start();
    return orders;
  }

  private void run() {
    try {
      for (long round = 1; !stopping; round++) {
        sendRound(new RandomOrders(cluster, seed + 1_000 * round, TRADES_TO_COME));
      }
      ended.complete(null);
    } catch (RuntimeException | AssertionError e) {
      ended.completeExceptionally(e);
    }
  }

  private void sendRound(RandomOrders orders) {
    for (RandomOrders.Order order : orders.draw(ROUND, users)) {
      if (stopping) {
        return;
      }
      RandomOrders.Taken answered = RandomOrders.send(order);
      if (answered != null) {
        taken.add(answered);
      }
      LockSupport.parkNanos(PAUSE_NS);
    }
  }

  /**
   * Those that were taken, once the last one is answered. Repeatable.
   *
   * @throws AssertionError when an order was answered by what it must not be
   */
  List<RandomOrders.Taken> stop() {
    stopping = true;
    try {
      ended.join();
    } catch (CompletionException e) {
      throw new AssertionError("orders meanwhile: " + e.getCause(), e);
    }
    return taken;
  }

  @Override
  public void close() {
    stop();
  }
}
