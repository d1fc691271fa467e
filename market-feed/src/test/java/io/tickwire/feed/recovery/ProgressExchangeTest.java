package io.tickwire.feed.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.Wire;
import io.tickwire.feed.ManualTimers;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressExchangeTest {
  private static final long WAIT_NS = 5_000_000_000L;

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final ManualTimers timers = new ManualTimers();
  private final LastKnown known = new LastKnown(7, 70);
  private ProgressExchange teller;
  private ProgressExchange listener;

  @BeforeEach
  void start() {
    Wire.register(vertx.eventBus());
    teller = onLoop(() -> exchange("feed-a", Map.of("BTC-USDT", known)));
    listener = onLoop(() -> exchange("feed-b", Map.of("ETH-USDT", known)));
    TestContext.await(teller.listening());
    TestContext.await(listener.listening());
  }

  private final Map<String, LastKnown> heard = new ConcurrentHashMap<>();

  private ProgressExchange exchange(String node, Map<String, LastKnown> own) {
    return new ProgressExchange(
        vertx.eventBus(),
        timers,
        node,
        RecoveryConfig.defaults(),
        () -> own,
        (symbol, known) -> heard.put(symbol, known));
  }

  @AfterEach
  void stop() {
    TestContext.await(vertx.close());
  }

  @Test
  void tellsTheOthersEverySecond() {
    timers.advance(1_000);

    awaitKnown();
    assertThat(found("ETH-USDT")).isEmpty();
    assertThat(heard).containsEntry("BTC-USDT", known);
  }

  @Test
  void saysItsLastWord_whenStopped() {
    TestContext.await(teller.stop());

    awaitKnown();
  }

  /** The bus delivers later, on its loop. */
  private void awaitKnown() {
    long deadlineNs = System.nanoTime() + WAIT_NS;
    Optional<LastKnown> found = found("BTC-USDT");
    while (found.isEmpty() && System.nanoTime() - deadlineNs < 0) {
      found = found("BTC-USDT");
    }
    assertThat(found).contains(known);
  }

  private Optional<LastKnown> found(String symbol) {
    return onLoop(() -> Optional.ofNullable(listener.find(symbol, node -> false)));
  }

  private <T> T onLoop(Supplier<T> action) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(ignored -> done.complete(action.get()));
    return TestContext.await(done.future());
  }
}
