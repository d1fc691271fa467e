package io.tickwire.feed.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.Members;
import io.tickwire.common.cluster.Role;
import io.tickwire.common.wire.HighsLows;
import io.tickwire.common.wire.HighsLowsQuery;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.Wire;
import io.tickwire.feed.ManualTimers;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BusPeerExtremesTest {
  private static final String CONTRACT = "XBTUSDTM";
  private static final long SINCE_MS = 1_795_219_200_000L;
  private static final long NS_PER_MS = 1_000_000;

  private final Vertx vertx = Vertx.vertx();
  private final ManualTimers timers = new ManualTimers();
  private final List<HighsLowsQuery> asked = Collections.synchronizedList(new ArrayList<>());
  private final BusPeerExtremes peers = new BusPeerExtremes(vertx.eventBus(), new Feeds(), timers);

  private record Feeds() implements Members {
    @Override
    public String self() {
      return "feed-a";
    }

    @Override
    public List<String> live(Role role) {
      return role == Role.FEED ? List.of("feed-a", "feed-b", "feed-c") : List.of();
    }

    @Override
    public Registration onChange(Runnable listener) {
      return () -> {};
    }

    @Override
    public boolean isComplete() {
      return true;
    }
  }

  @BeforeEach
  void register() {
    Wire.register(vertx.eventBus());
    feed("feed-a", marks("1", "999", true));
  }

  @AfterEach
  void close() {
    TestContext.await(vertx.close());
  }

  private void feed(String member, HighsLows.@Nullable Range marks) {
    TestContext.await(
        vertx
            .eventBus()
            .<HighsLowsQuery>consumer(
                Addresses.extremes(member),
                message -> {
                  asked.add(message.body());
                  message.reply(new HighsLows(CONTRACT, null, marks), Wire.HIGHS_LOWS);
                })
            .completion());
  }

  private static HighsLows.Range marks(String low, String high, boolean complete) {
    return new HighsLows.Range(SINCE_MS, new BigDecimal(high), new BigDecimal(low), complete);
  }

  private Optional<MarkExtremes> ask() {
    return TestContext.await(peers.since(CONTRACT, SINCE_MS));
  }

  private Tick mark(long afterMs, int scale, long digits) {
    long timeMs = SINCE_MS + afterMs;
    return Tick.mark(
        CONTRACT, timeMs, timeMs * NS_PER_MS, timers.epochNs(), scale, digits, 0, Tick.ABSENT);
  }

  @Test
  void believesTheFeedThatWatchedAllOfIt() {
    feed("feed-b", marks("10", "20", false));
    feed("feed-c", marks("89000.5", "90445", true));

    assertThat(ask()).contains(new MarkExtremes(mark(1, 1, 890_005), mark(2, 0, 90_445)));
    assertThat(asked).hasSize(2).allMatch(new HighsLowsQuery(CONTRACT, SINCE_MS)::equals);
  }

  @Test
  void knowsNothing_whenNobodyWatchedOrAnswers() {
    feed("feed-b", null);

    assertThat(ask()).isEmpty();
  }
}
