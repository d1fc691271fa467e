package io.tickwire.push.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.push.http.ConnectionPool.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConnectionPoolsTest {
  private final List<String> made = new ArrayList<>();

  private ConnectionPools<String> pools(int poolSize, int expected) {
    return new ConnectionPools<>(3, poolSize, expected, pool -> made.add(pool.name()));
  }

  private static List<Integer> numbers(ConnectionPools<String> pools) {
    return pools.snapshots().stream().map(ConnectionPool.Snapshot::connections).toList();
  }

  @Test
  void fillsTheLeastLoadedFirst() {
    ConnectionPools<String> pools = pools(10, 30);
    assertThat(made).containsExactly("3-0", "3-1", "3-2");
    for (int i = 0; i < 7; i++) {
      pools.add("c" + i);
    }
    assertThat(numbers(pools)).containsExactly(3, 2, 2);
  }

  @Test
  void fillsUp_whereOthersHaveLeft() {
    ConnectionPools<String> pools = pools(10, 20);
    ConnectionPool<String> first = pools.add("a");
    pools.add("b");
    pools.add("c");
    first.remove("a");
    first.remove("c");
    assertThat(numbers(pools)).containsExactly(0, 1);
    assertThat(pools.add("d")).isSameAs(first);
  }

  @Test
  void makesAnother_whenAllAreFull() {
    ConnectionPools<String> pools = pools(2, 2);
    for (int i = 0; i < 5; i++) {
      pools.add("c" + i);
    }
    assertThat(numbers(pools)).containsExactly(2, 2, 1);
    List<String> all = new ArrayList<>();
    pools.forEach(all::add);
    assertThat(all).containsExactlyInAnyOrder("c0", "c1", "c2", "c3", "c4");
  }

  @Test
  void isNearCapacity_fromNinetyPercent() {
    ConnectionPools<String> pools = pools(10, 10);
    for (int i = 0; i < 8; i++) {
      pools.add("c" + i);
    }
    assertThat(pools.snapshots().get(0).state()).isEqualTo(State.HEALTHY);
    pools.add("c8");
    assertThat(pools.snapshots().get(0))
        .isEqualTo(new ConnectionPool.Snapshot("3-0", State.NEAR_CAPACITY, 9, 10));
  }
}
