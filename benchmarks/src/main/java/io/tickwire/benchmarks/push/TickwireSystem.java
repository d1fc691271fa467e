package io.tickwire.benchmarks.push;

import io.tickwire.benchmarks.Child;
import io.tickwire.benchmarks.Options;
import io.tickwire.push.auth.HmacTokens;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.auth.Scope;
import io.tickwire.redis.embedded.EmbeddedRedis;
import io.tickwire.redis.embedded.EmbeddedRedisConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/** A gateway on processors of its own, with a Redis; every client has a filter of its own. */
final class TickwireSystem implements SystemUnderLoad {
  private static final int PORT = 18_180;
  private static final int ADMIN_PORT = 18_181;
  private static final int CLUSTER_PORT = 18_711;
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final long START_SECONDS = 90;

  private final EmbeddedRedis redis;
  private final Child process;
  private final String mode;
  private final boolean ownFilters;
  private final String token = token();
  private final Map<Integer, BitSet> symbols = new ConcurrentHashMap<>();

  private TickwireSystem(EmbeddedRedis redis, Child process, String mode, boolean ownFilters) {
    this.redis = redis;
    this.process = process;
    this.mode = mode;
    this.ownFilters = ownFilters;
  }

  /** Starts one; settings of the gateway may follow as {@code TICKWIRE_PUSH_…=value}. */
  static TickwireSystem start(Options options, String mode, Path folder)
      throws IOException, InterruptedException {
    EmbeddedRedis redis = EmbeddedRedis.start(EmbeddedRedisConfig.in(folder.resolve("redis")));
    Child child =
        Child.start(
            ServerCommand.before(options),
            options.jar("push-gateway"),
            folder,
            environment(options, redis.uri()),
            ServerCommand.jvm(options));
    TickwireSystem system =
        new TickwireSystem(redis, child, mode, options.text("filters", "all").equals("half"));
    try {
      child.await("http://127.0.0.1:" + PORT + "/", START_SECONDS);
    } catch (IllegalStateException e) {
      system.close();
      throw e;
    }
    return system;
  }

  private static Map<String, String> environment(Options options, String redisUri) {
    Map<String, String> environment = new HashMap<>();
    environment.put("TICKWIRE_REDIS_URI", redisUri);
    environment.put("TICKWIRE_ADMIN_PORT", Integer.toString(ADMIN_PORT));
    environment.put("TICKWIRE_CLUSTER_NAME", "push-load");
    environment.put("TICKWIRE_CLUSTER_PORT", Integer.toString(CLUSTER_PORT));
    environment.put("TICKWIRE_CLUSTER_MEMBERS", "127.0.0.1:" + CLUSTER_PORT);
    environment.put("TICKWIRE_AUTH_JWT_SECRET", SECRET);
    environment.put("TICKWIRE_PUSH_PORT", Integer.toString(PORT));
    environment.put("TICKWIRE_PUSH_EVENT_LOOPS", options.text("loops", "1"));
    environment.put("TICKWIRE_PUSH_MAX_CONNECTIONS", "19000");
    environment.put("TICKWIRE_PUSH_MAX_EVENTS_PER_SECOND", "0");
    // All clients are one user at one address.
    environment.put("TICKWIRE_PUSH_ADMISSION_MAX_PER_ADDRESS", "0");
    environment.put("TICKWIRE_PUSH_ADMISSION_MAX_PER_USER", "0");
    environment.put("TICKWIRE_PUSH_ADMISSION_MAX_MESSAGES_PER_ADDRESS", "0");
    environment.put("TICKWIRE_PUSH_ADMISSION_MAX_MESSAGES_PER_USER", "0");
    environment.put("TICKWIRE_PUSH_ADMISSION_MAX_SUBSCRIPTIONS_PER_USER", "0");
    environment.put("TICKWIRE_PUSH_HEARTBEAT", "10m");
    environment.put("TICKWIRE_PUSH_SHARED_FRAMES", options.text("shared-frames", "true"));
    return environment;
  }

  private static String token() {
    long nowMs = System.currentTimeMillis();
    return new HmacTokens(SECRET.getBytes(StandardCharsets.UTF_8))
        .issue(
            new Principal(
                "load", EnumSet.of(Scope.PUSH, Scope.PUBLISH), List.of(), nowMs + 86_400_000),
            nowMs);
  }

  @Override
  public Child process() {
    return process;
  }

  @Override
  public ClientProtocol clients() {
    return new ClientProtocol(
        PORT,
        "/v1/ws?token=" + token,
        client -> ClientProtocol.textFrame(subscription(client)),
        ClientProtocol.MARK,
        this::wanted);
  }

  private LongPredicate wanted(int client) {
    BitSet chosen = symbols(client);
    return sequence -> chosen.get((int) (sequence % EventPublisher.SYMBOLS));
  }

  /** Of the symbols: all, or half of them, of which there are 252 ways. */
  private BitSet symbols(int client) {
    return symbols.computeIfAbsent(client, this::choose);
  }

  private BitSet choose(int client) {
    BitSet chosen = new BitSet();
    Random random = new Random(client);
    int most = ownFilters ? EventPublisher.SYMBOLS / 2 : EventPublisher.SYMBOLS;
    while (chosen.cardinality() < most) {
      chosen.set(random.nextInt(EventPublisher.SYMBOLS));
    }
    return chosen;
  }

  private String subscription(int client) {
    int intervalMs = mode.equals("windowed") || mode.equals("slow") ? 100 : 0;
    String channels =
        mode.equals("idle")
            ? String.format(
                Locale.ROOT,
                "'token.%d.update','global.trending','signals:%d','tier_patterns','%s'",
                client,
                client % 100,
                CHANNEL)
            : "'" + CHANNEL + "'";
    return String.format(
            Locale.ROOT,
            "{'type':'subscribe','id':'%s','channels':[%s],'filters':%s,'interval_ms':%d}",
            ClientProtocol.MARK,
            channels,
            filter(client),
            intervalMs)
        .replace('\'', '"');
  }

  private String filter(int client) {
    BitSet chosen = mode.equals("idle") ? BitSet.valueOf(new long[] {1}) : symbols(client);
    String names =
        chosen.stream()
            .mapToObj(number -> "'" + EventPublisher.symbol(number) + "'")
            .collect(Collectors.joining(","));
    return String.format(
        Locale.ROOT,
        "{'symbols':[%s,'OWN-%d'],'confidence_min':0.%02d}",
        names,
        client,
        client % 90);
  }

  @Override
  public EventDoor openDoor() {
    return new HttpDoor(PORT, token);
  }

  @Override
  public String describe() {
    return "events come by POST /v1/events, durable in Redis before the answer (Redis' own"
        + " processor time is not counted); a token and a filter for each client";
  }

  @Override
  public int paddingBytes() {
    return 0;
  }

  @Override
  public boolean collect() throws IOException, InterruptedException {
    process.collect();
    return true;
  }

  @Override
  public void close() {
    process.close();
    redis.close();
  }
}
