package io.tickwire.common.cluster;

import com.hazelcast.core.EntryAdapter;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.multimap.MultiMap;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which member listens to which address of the event bus: this member's copy of the cluster's map.
 * Follows the map's events; {@link #compare} mends what they did not tell. Any thread.
 */
final class Registrations extends EntryAdapter<String, HazelcastRegistrationInfo> {
  /** How often an address is read again that events keep telling of. */
  private static final int MOST_READS = 3;

  private final MultiMap<String, HazelcastRegistrationInfo> cluster;
  private final RegistrationListener listener;
  private final Map<String, List<RegistrationInfo>> known = new ConcurrentHashMap<>();

  /** Addresses that events told of since the last comparison began. */
  private final Set<String> told = new HashSet<>();

  /**
   * @param listener is told what it wants to know, on a thread of Hazelcast
   */
  Registrations(
      MultiMap<String, HazelcastRegistrationInfo> cluster, RegistrationListener listener) {
    this.cluster = cluster;
    this.listener = listener;
  }

  /** Begins to follow. Blocks while the cluster answers. */
  void follow() {
    cluster.addEntryListener(this, true);
    compare();
  }

  /** Empty when nobody does, or nobody is known to. Never blocks. */
  List<RegistrationInfo> find(String address) {
    return known.getOrDefault(address, List.of());
  }

  /**
   * Takes over what the cluster's map says. Where an event came meanwhile, which may be newer than
   * what was read, it is read again: the event alone says nothing of who was there before. Blocks
   * while the cluster answers: for long if a member is frozen.
   *
   * @return how many addresses differed
   */
  int compare() {
    forgetWhatWasTold();
    Map<String, Set<RegistrationInfo>> there = new HashMap<>();
    for (Map.Entry<String, HazelcastRegistrationInfo> entry : cluster.entrySet()) {
      there
          .computeIfAbsent(entry.getKey(), ignored -> new LinkedHashSet<>())
          .add(entry.getValue().unwrap());
    }
    Set<String> addresses = new HashSet<>(known.keySet());
    addresses.addAll(there.keySet());
    int differed = takeOver(addresses, there);
    Set<String> unsure = toldOf(addresses);
    for (int reads = 0; reads < MOST_READS && !unsure.isEmpty(); reads++) {
      forgetWhatWasTold();
      differed += takeOver(unsure, read(unsure));
      unsure = toldOf(unsure);
    }
    return differed;
  }

  private synchronized void forgetWhatWasTold() {
    told.clear();
  }

  private synchronized Set<String> toldOf(Set<String> addresses) {
    Set<String> both = new HashSet<>(addresses);
    both.retainAll(told);
    return both;
  }

  private Map<String, Set<RegistrationInfo>> read(Set<String> addresses) {
    Map<String, Set<RegistrationInfo>> there = new HashMap<>();
    for (String address : addresses) {
      Set<RegistrationInfo> now = new LinkedHashSet<>();
      cluster.get(address).forEach(one -> now.add(one.unwrap()));
      there.put(address, now);
    }
    return there;
  }

  /** Except where an event came since it was read. */
  private synchronized int takeOver(Set<String> read, Map<String, Set<RegistrationInfo>> there) {
    Set<String> addresses = new HashSet<>(read);
    addresses.removeAll(told);
    int differed = 0;
    for (String address : addresses) {
      Set<RegistrationInfo> now = there.getOrDefault(address, Set.of());
      if (!now.equals(new HashSet<>(find(address)))) {
        differed++;
        set(address, List.copyOf(now));
      }
    }
    return differed;
  }

  private void set(String address, List<RegistrationInfo> now) {
    if (now.isEmpty()) {
      known.remove(address);
    } else {
      known.put(address, now);
    }
    if (listener.wantsUpdatesFor(address)) {
      listener.registrationsUpdated(new RegistrationUpdateEvent(address, now));
    }
  }

  private synchronized void change(String address, Consumer<Set<RegistrationInfo>> change) {
    told.add(address);
    Set<RegistrationInfo> now = new LinkedHashSet<>(find(address));
    change.accept(now);
    set(address, new ArrayList<>(now));
  }

  @Override
  public void entryAdded(EntryEvent<String, HazelcastRegistrationInfo> event) {
    change(event.getKey(), now -> now.add(event.getValue().unwrap()));
  }

  @Override
  public void entryRemoved(EntryEvent<String, HazelcastRegistrationInfo> event) {
    HazelcastRegistrationInfo gone = removed(event);
    if (gone != null) {
      change(event.getKey(), now -> now.remove(gone.unwrap()));
    }
  }

  private static @Nullable HazelcastRegistrationInfo removed(
      EntryEvent<String, HazelcastRegistrationInfo> event) {
    HazelcastRegistrationInfo old = event.getOldValue();
    return old == null ? event.getValue() : old;
  }
}
