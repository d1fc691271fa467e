package io.tickwire.common.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastNodeInfo;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Hazelcast cluster manager of Vert.x with a copy of who listens to which address, and where
 * each member is. The original asks the cluster's maps, which blocks while the member that holds
 * the entry is frozen, and with it everybody who sends: docs/adr/0016. The cluster is still asked
 * for an address that nobody is known to listen to, so that a consumer is found as soon as its
 * registration has completed. Uses the map names and values of the manager it extends.
 */
final class ReplicaClusterManager extends HazelcastClusterManager {
  private static final Logger log = LoggerFactory.getLogger(ReplicaClusterManager.class);
  private static final String REGISTRATIONS = "__vertx.subs";
  private static final String NODES = "__vertx.nodeInfo";
  private static final Duration COMPARE_EVERY = Duration.ofSeconds(30);

  /** After a member came or went, when events may be lost and entries move. */
  private static final Duration COMPARE_AFTER = Duration.ofSeconds(2);

  private final Map<String, NodeInfo> nodes = new ConcurrentHashMap<>();

  /** Addresses with consumers that only this member sees, which the cluster does not know of. */
  private final Map<String, Integer> localOnly = new ConcurrentHashMap<>();

  private final AtomicBoolean comparing = new AtomicBoolean();
  private final AtomicLong repaired = new AtomicLong();
  private volatile @Nullable Vertx vertx;
  private RegistrationListener listener = new RegistrationListener() {};
  private volatile @Nullable Registrations registrations;

  ReplicaClusterManager(Config config) {
    super(config);
  }

  @Override
  public void init(Vertx vertx) {
    super.init(vertx);
    this.vertx = vertx;
  }

  @Override
  public void registrationListener(RegistrationListener listener) {
    this.listener = listener;
    super.registrationListener(new LocalUpdates(listener));
  }

  @Override
  public void join(Completable<Void> promise) {
    Vertx joining = Objects.requireNonNull(vertx, "init comes first");
    super.join(
        (ignored, failure) -> {
          if (failure == null) {
            joining.executeBlocking(() -> replicate(joining)).onComplete(promise);
          } else {
            promise.fail(failure);
          }
        });
  }

  /** Addresses of which the copy missed a change, since this member joined. Any thread. */
  long repaired() {
    return repaired.get();
  }

  private @Nullable Void replicate(Vertx joined) {
    HazelcastInstance hazelcast = getHazelcastInstance();
    IMap<String, HazelcastNodeInfo> places = hazelcast.getMap(NODES);
    places.addEntryListener((EntryAddedListener<String, HazelcastNodeInfo>) this::onNode, true);
    places.forEach((id, place) -> nodes.put(id, place.unwrap()));
    Registrations copy =
        new Registrations(
            hazelcast.<String, HazelcastRegistrationInfo>getMultiMap(REGISTRATIONS), listener);
    copy.follow();
    registrations = copy;
    joined.setPeriodic(COMPARE_EVERY.toMillis(), ignored -> compare(joined, copy));
    return null;
  }

  @Override
  public synchronized void memberAdded(MembershipEvent event) {
    super.memberAdded(event);
    compareSoon();
  }

  @Override
  public synchronized void memberRemoved(MembershipEvent event) {
    super.memberRemoved(event);
    compareSoon();
  }

  private void compareSoon() {
    Vertx joined = vertx;
    Registrations copy = registrations;
    if (joined != null && copy != null) {
      joined.setTimer(COMPARE_AFTER.toMillis(), ignored -> compare(joined, copy));
    }
  }

  private void onNode(EntryEvent<String, HazelcastNodeInfo> event) {
    nodes.put(event.getKey(), event.getValue().unwrap());
  }

  private void compare(Vertx joined, Registrations copy) {
    if (!isActive() || !comparing.compareAndSet(false, true)) {
      return;
    }
    joined
        .executeBlocking(
            () -> {
              nodes.keySet().retainAll(getNodes());
              return copy.compare();
            },
            false)
        .onComplete(
            (differed, failure) -> {
              comparing.set(false);
              if (failure == null && differed > 0) {
                repaired.addAndGet(differed);
                log.warn("registrations repaired addresses={}", differed);
              } else if (failure != null && isActive()) {
                log.warn("registrations not compared reason=\"{}\"", failure.toString());
              }
            });
  }

  @Override
  public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
    Registrations copy = registrations;
    List<RegistrationInfo> known =
        copy == null || localOnly.containsKey(address) ? List.of() : copy.find(address);
    if (known.isEmpty()) {
      super.getRegistrations(address, promise);
    } else {
      promise.succeed(known);
    }
  }

  @Override
  public void getNodeInfo(String nodeId, Completable<NodeInfo> promise) {
    NodeInfo known = nodes.get(nodeId);
    if (known == null) {
      super.getNodeInfo(nodeId, promise);
    } else {
      promise.succeed(known);
    }
  }

  @Override
  public void addRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    if (registration.localOnly()) {
      localOnly.merge(address, 1, Integer::sum);
    }
    super.addRegistration(address, registration, promise);
  }

  @Override
  public void removeRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    super.removeRegistration(address, registration, promise);
    if (registration.localOnly()) {
      localOnly.computeIfPresent(address, (any, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Consumers of this member alone are not in the cluster's map: their changes come from here. */
  private final class LocalUpdates implements RegistrationListener {
    private final RegistrationListener listener;

    LocalUpdates(RegistrationListener listener) {
      this.listener = listener;
    }

    @Override
    public boolean wantsUpdatesFor(String address) {
      return localOnly.containsKey(address) && listener.wantsUpdatesFor(address);
    }

    @Override
    public void registrationsUpdated(RegistrationUpdateEvent event) {
      listener.registrationsUpdated(event);
    }

    @Override
    public void registrationsLost() {
      listener.registrationsLost();
    }
  }
}
