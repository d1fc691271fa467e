package io.tickwire.feed.instruments;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.cluster.Rendezvous;
import io.tickwire.common.cluster.Role;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.RedisConfig;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.feed.Eventually;
import io.tickwire.testsupport.ManualClock;
import io.tickwire.testsupport.ManualMembers;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two feeds, one exchange and one Redis. */
final class InstrumentDirectoryTest {
  private static final List<String> FEEDS = List.of("feed-a", "feed-b");
  private static final String LEADER = Rendezvous.owners("instruments", FEEDS, 1).get(0);
  private static final String FOLLOWER = FEEDS.get(1 - FEEDS.indexOf(LEADER));
  private static final Duration REFRESH = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofHours(1);

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private final Vertx vertx = Vertx.vertx();
  private final RedisLink redis =
      RedisLink.create(vertx, new RedisConfig(REDIS.uri(), Duration.ofSeconds(3), 4));
  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final ListedExchange exchange = new ListedExchange();
  private final ManualMembers leaderMembers = new ManualMembers(LEADER);
  private final ManualMembers followerMembers = new ManualMembers(FOLLOWER);

  @BeforeEach
  void emptyRedis() {
    await(redis.send(Request.cmd(Command.FLUSHALL)));
    leaderMembers.set(Role.FEED, "feed-a", "feed-b");
    followerMembers.set(Role.FEED, "feed-a", "feed-b");
  }

  @AfterEach
  void close() {
    redis.close();
    await(vertx.close());
  }

  private InstrumentDirectory start(ManualMembers members, Duration refresh) {
    InstrumentDirectory directory =
        new InstrumentDirectory(
            new InstrumentDirectory.Surroundings(
                vertx, clock, members, redis, exchange.askedBy(members.self()), new Random(1)),
            refresh,
            Duration.ofMillis(20),
            new Listener());
    Promise<Void> started = Promise.promise();
    vertx.runOnContext(
        ignored -> {
          directory.start();
          started.complete();
        });
    await(started.future());
    return directory;
  }

  private static final class Listener implements InstrumentDirectory.Listener {
    @Override
    public void onChange() {}

    @Override
    public void onRejected(int rows) {}
  }

  private static void awaitCurrent(InstrumentDirectory directory) {
    Eventually.hold("current", directory::isCurrent);
  }

  /** Until the exchange was asked so many times more. */
  private void awaitAsked(int times) {
    int before = exchange.askers.size();
    Eventually.hold(times + " more reads", () -> exchange.askers.size() >= before + times);
  }

  @Test
  void oneFeedAsks_whenThereAreTwo() {
    InstrumentDirectory leader = start(leaderMembers, REFRESH);
    InstrumentDirectory follower = start(followerMembers, REFRESH);
    awaitCurrent(leader);
    awaitCurrent(follower);

    awaitAsked(3);

    assertThat(exchange.askers).containsOnly(LEADER);
    assertThat(follower.find("BTC-USDT")).isEqualTo(leader.find("BTC-USDT")).isNotNull();
    assertThat(follower.size()).isEqualTo(3);
  }

  @Test
  void asksOnItsOwn_whenItIsTheOnlyFeed() {
    InstrumentDirectory alone = start(new ManualMembers("feed-x"), REFRESH);

    awaitCurrent(alone);

    assertThat(exchange.askers).containsOnly("feed-x");
  }

  @Test
  void theOtherAsks_whenTheLeaderGoes() {
    InstrumentDirectory leader = start(leaderMembers, LONG);
    InstrumentDirectory follower = start(followerMembers, LONG);
    awaitCurrent(follower);
    leader.stop();

    followerMembers.set(Role.FEED, FOLLOWER);

    Eventually.hold("asked", () -> exchange.asked(FOLLOWER) == 1);
    assertThat(exchange.asked(LEADER)).isEqualTo(1);
  }

  @Test
  void asksNoMore_whenAnotherLeads() {
    followerMembers.set(Role.FEED, FOLLOWER);
    InstrumentDirectory old = start(followerMembers, REFRESH);
    awaitCurrent(old);

    followerMembers.set(Role.FEED, "feed-a", "feed-b");
    start(leaderMembers, REFRESH);
    exchange.spot.add("SOL-USDT");
    Eventually.hold("heard of it", () -> old.find("SOL-USDT") != null);
    long before = exchange.asked(FOLLOWER);
    awaitAsked(3);

    assertThat(exchange.asked(FOLLOWER)).isEqualTo(before);
  }

  @Test
  void waitsForTheLeader_whenRedisIsEmpty() {
    InstrumentDirectory follower = start(followerMembers, LONG);
    assertThat(follower.isComplete()).isFalse();

    start(leaderMembers, LONG);

    awaitCurrent(follower);
    assertThat(exchange.askers).containsOnly(LEADER);
  }

  @Test
  void followerHearsAtOnce_whenAnInstrumentIsNew() {
    start(leaderMembers, REFRESH);
    InstrumentDirectory follower = start(followerMembers, LONG);
    awaitCurrent(follower);

    exchange.spot.add("SOL-USDT");

    Eventually.hold("found", () -> follower.find("SOL-USDT") != null);
  }

  @Test
  void followerDropsIt_whenAnInstrumentIsNoLongerListed() {
    start(leaderMembers, REFRESH);
    InstrumentDirectory follower = start(followerMembers, LONG);
    awaitCurrent(follower);

    exchange.spot.remove("ETH-USDT");

    Eventually.hold("gone", () -> follower.find("ETH-USDT") == null);
    assertThat(follower.find("BTC-USDT")).isNotNull();
    Request field = Request.cmd(Command.HEXISTS).arg(Keys.INSTRUMENTS).arg("ETH-USDT");
    assertThat(await(redis.send(field)).toInteger()).isEqualTo(1);
  }

  @Test
  void isOutOfDate_whenThreeReadsFailed() {
    InstrumentDirectory leader = start(leaderMembers, REFRESH);
    InstrumentDirectory follower = start(followerMembers, REFRESH);
    awaitCurrent(leader);
    awaitCurrent(follower);

    exchange.fails = true;
    awaitAsked(2);
    clock.advance(REFRESH.multipliedBy(3).minusMillis(1));
    assertThat(leader.isCurrent()).isTrue();
    assertThat(follower.isCurrent()).isTrue();
    clock.advance(Duration.ofMillis(1));

    assertThat(leader.isCurrent()).isFalse();
    assertThat(follower.isCurrent()).isFalse();
    assertThat(follower.find("BTC-USDT")).isNotNull();
  }

  @Test
  void isUpToDateAgain_whenTheExchangeAnswersAgain() {
    exchange.fails = true;
    InstrumentDirectory leader = start(leaderMembers, REFRESH);
    InstrumentDirectory follower = start(followerMembers, REFRESH);
    awaitAsked(2);
    assertThat(leader.isCurrent()).isFalse();

    exchange.fails = false;

    awaitCurrent(leader);
    awaitCurrent(follower);
  }

  @Test
  void writesAnew_whenTheListingInRedisIsUnreadable() {
    await(
        redis.send(
            Request.cmd(Command.HSET).arg(InstrumentStore.LISTINGS).arg("spot").arg("{broken")));
    InstrumentDirectory follower = start(followerMembers, REFRESH);
    start(leaderMembers, REFRESH);

    awaitCurrent(follower);

    assertThat(follower.find("BTC-USDT")).isNotNull();
  }

  @Test
  void leavesOutAnInstrument_thatIsUnreadable() {
    start(leaderMembers, LONG);
    InstrumentDirectory follower = start(followerMembers, REFRESH);
    awaitCurrent(follower);

    Request broken = Request.cmd(Command.HSET).arg(Keys.INSTRUMENTS).arg("ETH-USDT").arg("{broken");
    await(redis.send(broken));

    Eventually.hold("left out", () -> follower.find("ETH-USDT") == null);
    assertThat(follower.find("BTC-USDT")).isNotNull();
  }
}
