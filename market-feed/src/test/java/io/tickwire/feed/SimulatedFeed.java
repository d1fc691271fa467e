package io.tickwire.feed;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.config.Settings;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.FeedProgress;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.feed.publish.FrameSink;
import io.tickwire.feed.publish.PublishConfig;
import io.tickwire.feed.publish.TickPublisher;
import io.tickwire.feed.recovery.PeerExtremes;
import io.tickwire.feed.recovery.ProgressBook;
import io.tickwire.feed.sim.SimulatedTimers;
import io.tickwire.feed.venue.kucoin.KucoinVenue;
import io.tickwire.feed.world.SimulatedExchange;
import io.tickwire.testsupport.ManualMembers;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One whole feed in a simulated world; may be killed, and then says nothing more. */
final class SimulatedFeed {
  final String name;
  final ManualMembers members;
  final FeedCore core;
  final ProgressBook book = new ProgressBook();
  final MeterRegistry registry = new SimpleMeterRegistry();
  private final SimulatedExchange.Door door;
  private boolean dead;

  /**
   * @param frames hears what it publishes
   */
  SimulatedFeed(
      String name,
      long feedId,
      SimulatedTimers timers,
      SimulatedExchange exchange,
      Set<String> symbols,
      Map<String, String> settings,
      Random random,
      Consumer<TickFrame> frames) {
    this.name = name;
    this.members = new ManualMembers(name);
    this.door = exchange.door();
    FeedConfig config = FeedConfig.from(Settings.of(settings));
    TickPublisher publisher =
        new TickPublisher(
            timers,
            new Bus(frames),
            new Partitions(Partitions.DEFAULT_COUNT),
            PublishConfig.from(Settings.of(settings)),
            registry,
            feedId);
    this.core =
        new FeedCore(
            new FeedEdges(
                timers,
                door,
                door,
                new KucoinVenue(new BigDecimal("0.001")),
                members,
                new AllListed(symbols),
                publisher,
                symbol -> book.find(symbol, node -> false, timers.nowMs()),
                PeerExtremes.NOBODY,
                random,
                registry,
                name),
            config);
  }

  private final class Bus implements FrameSink {
    private final Consumer<TickFrame> frames;

    Bus(Consumer<TickFrame> frames) {
      this.frames = frames;
    }

    @Override
    public void publish(TickFrame frame) {
      if (!dead) {
        frames.accept(frame);
      }
    }

    @Override
    public void send(String consumer, TickFrame frame) {
      throw new AssertionError("nobody here takes credits");
    }

    @Override
    public void quotes(TickFrame frame) {}
  }

  private record AllListed(Set<String> symbols) implements Listing {
    @Override
    public @Nullable Instrument find(String symbol) {
      return symbols.contains(symbol)
          ? new Instrument(
              symbol,
              Market.SPOT,
              symbol,
              "USDT",
              "USDT",
              false,
              new BigDecimal("0.1"),
              new BigDecimal("0.1"),
              BigDecimal.ONE,
              BigDecimal.ZERO,
              BigDecimal.ZERO,
              BigDecimal.ZERO,
              BigDecimal.ONE)
          : null;
    }

    @Override
    public boolean isComplete() {
      return true;
    }
  }

  boolean isAlive() {
    return !dead;
  }

  /** As kill -9 would: no last word. */
  void kill() {
    dead = true;
    door.shut();
  }

  FeedProgress progress() {
    return ProgressBook.message(name, core.progress());
  }
}
