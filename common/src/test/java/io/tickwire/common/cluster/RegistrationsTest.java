package io.tickwire.common.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.EntryEventType;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.multimap.MultiMap;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the map of a real member. */
class RegistrationsTest {
  private static final String ADDRESS = "tickwire.ticks.7";
  private static final RegistrationInfo A = new RegistrationInfo("a", 1, false);
  private static final RegistrationInfo B = new RegistrationInfo("b", 1, false);

  private static HazelcastInstance member;

  private final BlockingQueue<List<RegistrationInfo>> updates = new LinkedBlockingQueue<>();
  private MultiMap<String, HazelcastRegistrationInfo> map;

  @BeforeAll
  static void start() {
    Config alone = new Config("registrations-test").setProperty("hazelcast.logging.type", "slf4j");
    alone.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    alone.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    alone.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    alone.setProperty("hazelcast.phone.home.enabled", "false");
    alone.getJetConfig().setEnabled(false);
    member = Hazelcast.newHazelcastInstance(alone);
  }

  @AfterAll
  static void stop() {
    member.shutdown();
  }

  @BeforeEach
  void empty() {
    map = member.getMultiMap("subs");
    map.clear();
  }

  @Test
  void knowsWhatWasThereBefore() {
    map.put(ADDRESS, new HazelcastRegistrationInfo(A));
    map.put(ADDRESS, new HazelcastRegistrationInfo(B));

    Registrations copy = following(map);

    assertThat(copy.find(ADDRESS)).containsExactlyInAnyOrder(A, B);
    assertThat(copy.find("tickwire.ticks.8")).isEmpty();
  }

  @Test
  void hearsOfEveryChange() throws Exception {
    Registrations copy = following(map);

    map.put(ADDRESS, new HazelcastRegistrationInfo(A));
    assertThat(nextUpdate()).containsExactly(A);
    map.put(ADDRESS, new HazelcastRegistrationInfo(B));
    assertThat(nextUpdate()).containsExactly(A, B);
    map.remove(ADDRESS, new HazelcastRegistrationInfo(A));
    assertThat(nextUpdate()).containsExactly(B);
    assertThat(copy.find(ADDRESS)).containsExactly(B);
    map.remove(ADDRESS, new HazelcastRegistrationInfo(B));
    assertThat(nextUpdate()).isEmpty();
    assertThat(copy.find(ADDRESS)).isEmpty();
  }

  @Test
  void comparisonMends_whatNoEventToldOf() {
    Registrations copy = new Registrations(map, new Listener());
    map.put(ADDRESS, new HazelcastRegistrationInfo(A));
    map.put("gone", new HazelcastRegistrationInfo(A));

    assertThat(copy.compare()).isEqualTo(2);
    map.remove("gone", new HazelcastRegistrationInfo(A));
    assertThat(copy.compare()).isEqualTo(1);

    assertThat(copy.compare()).isZero();
    assertThat(copy.find(ADDRESS)).containsExactly(A);
    assertThat(copy.find("gone")).isEmpty();
  }

  @Test
  void anEventCounts_whenTheComparisonReadTheMapBeforeIt() {
    map.put(ADDRESS, new HazelcastRegistrationInfo(A));
    Registrations[] copy = new Registrations[1];
    copy[0] =
        new Registrations(
            readOf(
                map.entrySet(),
                () -> {
                  map.remove(ADDRESS, new HazelcastRegistrationInfo(A));
                  copy[0].entryRemoved(event(EntryEventType.REMOVED, A));
                }),
            new Listener());

    assertThat(copy[0].compare()).isZero();

    assertThat(copy[0].find(ADDRESS)).isEmpty();
  }

  /** The map tells who listens since it was changed, perhaps a moment after it was. */
  @Test
  void knowsWhatWasThereBefore_thoughAnEventTellsOfAnotherMeanwhile() {
    map.put(ADDRESS, new HazelcastRegistrationInfo(A));
    map.put(ADDRESS, new HazelcastRegistrationInfo(B));
    Registrations[] copy = new Registrations[1];
    copy[0] =
        new Registrations(
            readOf(map.entrySet(), () -> copy[0].entryAdded(event(EntryEventType.ADDED, B))),
            new Listener());

    assertThat(copy[0].compare()).isEqualTo(1);

    assertThat(copy[0].find(ADDRESS)).containsExactlyInAnyOrder(A, B);
  }

  private static EntryEvent<String, HazelcastRegistrationInfo> event(
      EntryEventType type, RegistrationInfo what) {
    HazelcastRegistrationInfo info = new HazelcastRegistrationInfo(what);
    return type == EntryEventType.REMOVED
        ? new EntryEvent<>(
            "subs", member.getCluster().getLocalMember(), type.getType(), ADDRESS, info, null)
        : new EntryEvent<>(
            "subs", member.getCluster().getLocalMember(), type.getType(), ADDRESS, info);
  }

  /** The map as it was when it had these entries; something happens as soon as they are read. */
  @SuppressWarnings("unchecked")
  private MultiMap<String, HazelcastRegistrationInfo> readOf(Object entries, Runnable afterwards) {
    return (MultiMap<String, HazelcastRegistrationInfo>)
        Proxy.newProxyInstance(
            RegistrationsTest.class.getClassLoader(),
            new Class<?>[] {MultiMap.class},
            (proxy, method, arguments) -> {
              if (!"entrySet".equals(method.getName())) {
                return method.invoke(map, arguments);
              }
              afterwards.run();
              return entries;
            });
  }

  private Registrations following(MultiMap<String, HazelcastRegistrationInfo> map) {
    Registrations copy = new Registrations(map, new Listener());
    copy.follow();
    updates.clear();
    return copy;
  }

  private List<RegistrationInfo> nextUpdate() throws InterruptedException {
    return updates.poll(20, TimeUnit.SECONDS);
  }

  private final class Listener implements RegistrationListener {
    @Override
    public boolean wantsUpdatesFor(String address) {
      return ADDRESS.equals(address);
    }

    @Override
    public void registrationsUpdated(RegistrationUpdateEvent event) {
      updates.add(event.registrations());
    }
  }
}
