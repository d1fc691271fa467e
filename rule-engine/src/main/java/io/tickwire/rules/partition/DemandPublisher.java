package io.tickwire.rules.partition;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.wire.Demand;
import io.tickwire.common.wire.Wire;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Tells the feeds which symbols this engine wants, and which of them have armed rules: a few
 * milliseconds after a change, when a feed calls for it, and three times within the time to live.
 * Confined to the engine's event loop.
 */
public final class DemandPublisher {
  /** Losses come in rows; each asks for the same. */
  private static final long ASK_AGAIN_MS = 100;

  /** Long enough to gather the rules of one load, short enough for somebody who waits. */
  private static final long GATHER_MS = 5;

  private final Vertx vertx;
  private final String node;
  private final long ttlMs;
  private final Supplier<WantedSymbols> wanted;
  private WantedSymbols published = WantedSymbols.NONE;
  private final Set<String> again = new HashSet<>();
  private long gatherTimer = -1;
  private long againTimer = -1;
  private final long repeatTimer;
  private final MessageConsumer<String> calls;
  private boolean stopped;

  /**
   * @param node named in the demand
   */
  public DemandPublisher(Vertx vertx, String node, long ttlMs, Supplier<WantedSymbols> wanted) {
    this.vertx = vertx;
    this.node = node;
    this.ttlMs = ttlMs;
    this.wanted = wanted;
    this.repeatTimer = vertx.setPeriodic(Math.max(1, ttlMs / 3), ignored -> publish());
    this.calls = vertx.eventBus().consumer(Addresses.DEMAND_CALL);
    calls.handler(ignored -> publish());
  }

  /** The wanted symbols may have changed. */
  public void changed() {
    if (gatherTimer < 0 && !stopped) {
      gatherTimer =
          vertx.setTimer(
              GATHER_MS,
              ignored -> {
                gatherTimer = -1;
                if (!wanted.get().equals(published)) {
                  publish();
                }
              });
    }
  }

  /**
   * The last ticks of these are needed once more: a feed repeats them for whom it did not know to
   * want them, so they are unwanted for a moment.
   */
  public void askAgain(Set<String> symbols) {
    again.addAll(symbols);
    if (againTimer < 0 && !stopped && !again.isEmpty()) {
      againTimer =
          vertx.setTimer(
              ASK_AGAIN_MS,
              ignored -> {
                againTimer = -1;
                send(published.without(again));
                again.clear();
                publish();
              });
    }
  }

  /** Wants nothing any more. */
  public void stop() {
    stopped = true;
    calls.unregister();
    vertx.cancelTimer(repeatTimer);
    vertx.cancelTimer(gatherTimer);
    vertx.cancelTimer(againTimer);
    send(WantedSymbols.NONE);
  }

  private void publish() {
    if (!stopped) {
      published = wanted.get();
      send(published);
    }
  }

  private void send(WantedSymbols all) {
    Demand demand = new Demand(node, all.symbols(), ttlMs, all.armed());
    vertx.eventBus().publish(Addresses.DEMAND, demand, Wire.DEMAND);
  }
}
