package io.tickwire.push.http;

import io.tickwire.push.http.ConnectionPool.Snapshot;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The connections of one event loop in pools of a fixed size. A new one goes to the pool with the
 * fewest; when all are full, another pool is made. Confined to the event loop but for {@link
 * #snapshots}.
 */
final class ConnectionPools<C> {
  private final int loop;
  private final int poolSize;
  private final Consumer<ConnectionPool<C>> onMade;
  private final List<ConnectionPool<C>> pools = new CopyOnWriteArrayList<>();

  /**
   * @param loop number of the event loop, part of a pool's name
   * @param expected connections that the loop is to have room for from the start
   * @param onMade gets each pool when it is made
   */
  ConnectionPools(int loop, int poolSize, int expected, Consumer<ConnectionPool<C>> onMade) {
    this.loop = loop;
    this.poolSize = poolSize;
    this.onMade = onMade;
    for (int room = 0; room < expected; room += poolSize) {
      make();
    }
  }

  private ConnectionPool<C> make() {
    ConnectionPool<C> made = new ConnectionPool<>(loop + "-" + pools.size(), poolSize);
    pools.add(made);
    onMade.accept(made);
    return made;
  }

  /**
   * @return where it was put, to be removed from there
   */
  ConnectionPool<C> add(C connection) {
    ConnectionPool<C> least = null;
    for (ConnectionPool<C> pool : pools) {
      if (pool.hasRoom() && (least == null || pool.count().get() < least.count().get())) {
        least = pool;
      }
    }
    ConnectionPool<C> chosen = least == null ? make() : least;
    chosen.add(connection);
    return chosen;
  }

  /** Those of now, one pool after the other. */
  void forEach(Consumer<C> action) {
    pools.forEach(pool -> pool.connections().forEach(action));
  }

  boolean isEmpty() {
    return pools.stream().allMatch(pool -> pool.connections().isEmpty());
  }

  /** Any thread. */
  List<Snapshot> snapshots() {
    return pools.stream().map(ConnectionPool::snapshot).toList();
  }
}
