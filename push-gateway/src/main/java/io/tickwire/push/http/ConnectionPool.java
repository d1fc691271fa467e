package io.tickwire.push.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Some connections of one event loop, to which it is confined; its number is for any thread. */
final class ConnectionPool<C> {
  private static final int NEAR_PERCENT = 90;

  private final String name;
  private final int capacity;
  private final Set<C> connections = new LinkedHashSet<>();
  private final AtomicInteger count = new AtomicInteger();

  /** Whether it will take many more. */
  enum State {
    @JsonProperty("healthy")
    HEALTHY,
    @JsonProperty("near_capacity")
    NEAR_CAPACITY
  }

  /** What {@code /stats} shows of it. */
  record Snapshot(String name, State state, int connections, int capacity) {}

  ConnectionPool(String name, int capacity) {
    this.name = name;
    this.capacity = capacity;
  }

  String name() {
    return name;
  }

  /** Any thread. */
  AtomicInteger count() {
    return count;
  }

  boolean hasRoom() {
    return connections.size() < capacity;
  }

  void add(C connection) {
    connections.add(connection);
    count.set(connections.size());
  }

  void remove(C connection) {
    connections.remove(connection);
    count.set(connections.size());
  }

  /** Those of now. */
  List<C> connections() {
    return List.copyOf(connections);
  }

  /** Any thread. */
  Snapshot snapshot() {
    int now = count.get();
    return new Snapshot(
        name,
        now * 100L >= (long) capacity * NEAR_PERCENT ? State.NEAR_CAPACITY : State.HEALTHY,
        now,
        capacity);
  }
}
