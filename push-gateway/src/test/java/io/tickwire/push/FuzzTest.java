package io.tickwire.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.util.ResourceLeakDetector;
import io.tickwire.push.auth.Scope;
import io.tickwire.testsupport.RedisExtension;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whatever a gateway is sent, it goes on answering those who behave, says nothing it must not say,
 * and holds nothing of it. {@code -Dfuzz.frames=1000000 -Dfuzz.seed=7} for more and for others,
 * {@code -Dfuzz.leaks=PARANOID} to look for buffers that are never released.
 */
final class FuzzTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static final Logger log = LoggerFactory.getLogger(FuzzTest.class);
  private static final long FRAMES = Long.getLong("fuzz.frames", 20_000);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_121);

  /**
   * Off, since connections that are cut while they are paused leave what waits to the collector.
   */
  private static final ResourceLeakDetector.Level LEAKS =
      ResourceLeakDetector.Level.valueOf(System.getProperty("fuzz.leaks", "DISABLED"));

  private static final int AT_ONCE = 32;
  private static final long CHECK_EVERY = 2_500;
  private static final long SILENCE_MS = 100;
  private static final int MOST_SILENCES = 300;
  private static final int MOST_LINES = 200;
  private static final long SETTLING_SECONDS = 30;

  /** So long that only what was sent can be why a connection ends. */
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("push.auth-timeout", "5m"),
          Map.entry("push.request-timeout", "5m"),
          Map.entry("push.history-events", "100"),
          Map.entry("push.admission.max-failures", "0"),
          Map.entry("push.admission.max-per-address", "0"),
          Map.entry("push.admission.max-per-user", "0"),
          Map.entry("push.admission.max-messages-per-address", "0"),
          Map.entry("push.admission.max-messages-per-user", "0"),
          Map.entry("push.admission.max-subscriptions-per-user", "0"),
          Map.entry("push.admission.max-subscriptions-per-address", "0"),
          Map.entry("push.admission.max-refused-messages", "0"),
          Map.entry("push.admission.max-messages", "0"));

  private final Map<String, Integer> ends = new TreeMap<>();
  private final ByteBuffer buffer = HostilePeer.buffer();
  private String report = "";
  private long script;
  private long sent;

  @Test
  void answersAndHoldsNothing_whateverItIsSent() throws IOException {
    ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(LEAKS);
    GatewayRig rig = GatewayRig.start(REDIS.uri(), SETTINGS);
    try (FuzzLog heard = new FuzzLog();
        Leaks leaks = new Leaks();
        Selector selector = Selector.open()) {
      attackOrSayWhere(rig, selector, heard, leaks);
    } finally {
      log.info("fuzzed {}", report);
      rig.close();
      ResourceLeakDetector.setLevel(before);
    }
  }

  private void attackOrSayWhere(GatewayRig rig, Selector selector, FuzzLog heard, Leaks leaks)
      throws IOException {
    try {
      attack(rig, selector, heard, leaks);
    } catch (AssertionError e) {
      throw new AssertionError(
          where() + " " + report + ": " + e.getMessage() + "\nlogged " + heard.errors(), e);
    }
  }

  private void attack(GatewayRig rig, Selector selector, FuzzLog heard, Leaks leaks)
      throws IOException {
    List<String> tokens = tokens(rig);
    List<String> paths = new ArrayList<>(rig.gateway().routes().keySet());
    paths.addAll(List.of("/", "/v1/ws"));
    WsClient witness = WsClient.signedIn(rig, "witness");
    HttpClient http = new HttpClient(rig, rig.token("good"));
    witness.subscribe("alerts");
    Runnable check = () -> check(rig, witness, http);
    check.run();
    Footprint start = Footprint.now();
    long startNs = System.nanoTime();
    play(rig, selector, tokens, paths, check);
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs);
    GatewayRig.until(() -> rig.traffic().connections() == 1);
    Footprint end = settled(start);
    report =
        "%s seconds=%d start=%s end=%s lines=%d ends=%s"
            .formatted(where(), seconds, start, end, heard.lines(), ends);

    assertThat(heard.errors()).isEmpty();
    assertThat(heard.lines()).as("%s", heard.warnings()).isLessThan(MOST_LINES);
    assertThat(end.isWithin(start)).as(report).isTrue();
    assertThat(ends.keySet())
        .contains("close 1009", "close 4400", "close 4401")
        .contains("status 101", "status 200", "status 400", "status 401", "status 404")
        .contains("status 413", "status 414", "status 431");
    if (LEAKS != ResourceLeakDetector.Level.DISABLED) {
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
      assertThat(leaks.foundBesidesTheOneMadeNow()).isEmpty();
    }
    witness.close();
  }

  private String where() {
    return "seed=" + SEED + " frames=" + sent + " script=" + script;
  }

  private static List<String> tokens(GatewayRig rig) {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tokens.add(rig.token("fuzz" + i));
    }
    tokens.add(rig.token("trader", Scope.TRADE));
    tokens.add(rig.publisher("desk", "global.*"));
    return tokens;
  }

  private void play(
      GatewayRig rig, Selector selector, List<String> tokens, List<String> paths, Runnable check)
      throws IOException {
    while (sent < FRAMES) {
      long nextCheck = Math.min(FRAMES, sent + CHECK_EVERY);
      while (sent < nextCheck) {
        wave(rig.port(), selector, tokens, paths);
      }
      check.run();
      rig.engine().commands().clear();
      rig.engine().queries().clear();
    }
  }

  /** Several clients at once, until each is done with what it means to do. */
  private void wave(int port, Selector selector, List<String> tokens, List<String> paths)
      throws IOException {
    List<HostilePeer> open = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      HostileScript next = next(tokens, paths);
      sent += next.count();
      open.add(new HostilePeer(script - 1, next, port, selector, buffer));
    }
    int silences = 0;
    while (!open.isEmpty()) {
      silences += selector.select(SILENCE_MS) == 0 ? 1 : 0;
      for (SelectionKey key : selector.selectedKeys()) {
        ((HostilePeer) key.attachment()).proceed();
      }
      selector.selectedKeys().clear();
      leave(open);
      assertThat(silences).as("the server leaves open: %s", open).isLessThan(MOST_SILENCES);
    }
    // What was closed is open still until the selector looks again.
    selector.selectNow();
  }

  private HostileScript next(List<String> tokens, List<String> paths) {
    Random random = new Random(SEED + 1_000_003L * script++);
    return random.nextInt(4) == 0
        ? new HostileRequests(random, tokens, paths).script()
        : new HostileFrames(random, tokens).script();
  }

  private void leave(List<HostilePeer> open) throws IOException {
    for (HostilePeer peer : List.copyOf(open)) {
      if (peer.isOver()) {
        assertThat(peer.heard().fault()).as("%s", peer).isNull();
        count("close " + peer.heard().closeCode());
        peer.heard().statuses().forEach(status -> count("status " + status));
        peer.close();
        open.remove(peer);
      }
    }
  }

  private void count(String end) {
    ends.merge(end, 1, Integer::sum);
  }

  /** One who was there all along and one who comes now are both told what is published now. */
  private void check(GatewayRig rig, WsClient witness, HttpClient http) {
    WsClient fresh = WsClient.signedIn(rig, "good");
    fresh.subscribe("alerts");
    String number = Long.toString(script);
    rig.append("alert", "alerts", Map.of("n", number));
    for (WsClient client : List.of(fresh, witness)) {
      JsonNode alert = client.next("alert");
      assertThat(alert.path("data").path("n").asText()).isEqualTo(number);
      assertThat(client.countUntilPong(other -> other.has("offset"))).isZero();
    }
    fresh.close();
    assertThat(http.get("/v1/symbols").statusCode()).isEqualTo(200);
  }

  /** Connections that were closed are remembered for some seconds, in case they need a cut. */
  private static Footprint settled(Footprint start) {
    Footprint now = Footprint.now();
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLING_SECONDS);
    while (!now.isWithin(start) && System.nanoTime() - deadlineNs < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      now = Footprint.now();
    }
    return now;
  }
}
