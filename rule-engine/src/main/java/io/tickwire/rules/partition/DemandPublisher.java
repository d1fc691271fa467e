package io.tickwire.rules.partition;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.wire.Demand;
import io.tickwire.common.wire.Wire;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * Tells the feeds which symbols this engine wants, and which of them have armed rules: a few
 * milliseconds after a change, and again three times within the time to live. Confined to the
 * engine's event loop.
 */
public final class DemandPublisher {
  /** Long enough to gather the rules of one load, short enough for somebody who waits. */
  private static final long GATHER_MS = 5;

  private final Vertx vertx;
  private final String node;
  private final long ttlMs;
  private final Supplier<WantedSymbols> wanted;
  private WantedSymbols published = WantedSymbols.NONE;
  private long gatherTimer = -1;
  private final long repeatTimer;
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

  /** Wants nothing any more. */
  public void stop() {
    stopped = true;
    vertx.cancelTimer(repeatTimer);
    vertx.cancelTimer(gatherTimer);
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
