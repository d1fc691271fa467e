package io.tickwire.benchmarks.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.benchmarks.Options;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SystemUnderLoadTest {
  private static final int CLIENTS = 3;

  @TempDir Path folder;

  private static Options options(String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = ".";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return new Options(arguments);
  }

  @Test
  void refusesTheMode_whenOnlyAGatewayTakesIt() {
    assertThatThrownBy(() -> SystemUnderLoad.start(options("system=ws"), "storm", folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("system=ws takes mode=windowed, immediate or idle, not storm");
  }

  @Test
  void refusesTheSystem_whenThereIsNone() {
    assertThatThrownBy(() -> SystemUnderLoad.start(options("system=sw"), "idle", folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no such system: sw");
  }

  @Test
  void refusesTheBatch_whenItIsNeitherOwnNorShared() {
    Options options = options("system=vertx", "batch=none");

    assertThatThrownBy(() -> SystemUnderLoad.start(options, "windowed", folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batch=own or batch=shared, not none");
  }

  @Test
  void saysWhatToRun_whenNodeHasNoLibraries() {
    Options options = new Options(new String[] {folder.toString(), "system=ws"});

    assertThatThrownBy(() -> SystemUnderLoad.start(options, "windowed", folder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("run npm ci in ");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "the server asks for epoll")
  void everyClientGetsEveryEventOnce_whenStockVertxSendsEachByItself() throws Exception {
    expectAllEvents("immediate", "own");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "the server asks for epoll")
  void everyClientGetsEveryEventOnce_whenStockVertxGathersForEach() throws Exception {
    expectAllEvents("windowed", "own");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "the server asks for epoll")
  void everyClientGetsEveryEventOnce_whenStockVertxGathersForAll() throws Exception {
    expectAllEvents("windowed", "shared");
  }

  private void expectAllEvents(String mode, String batch) throws Exception {
    Options options = options("system=vertx", "server-cpus=any", "jvm=-Xmx64m", "batch=" + batch);
    try (SystemUnderLoad system = SystemUnderLoad.start(options, mode, folder);
        LoadClients clients = new LoadClients(system.clients(), false)) {
      Deliveries deliveries = clients.deliveries;
      clients.open(CLIENTS);
      await(() -> deliveries.ready.get() == CLIENTS);
      EventPublisher publisher = new EventPublisher(system.openDoor(), 200, 100, 0);
      await(() -> publisher.published() >= 50);
      publisher.close();
      await(() -> deliveries.events.get() >= CLIENTS * publisher.published());

      assertThat(deliveries.events.get()).isEqualTo(CLIENTS * publisher.published());
      assertThat(deliveries.gaps.get() + deliveries.repeats.get()).isZero();
      assertThat(system.collect()).isTrue();
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new AssertionError("not in time");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
