package io.tickwire.redis.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis Cluster on 127.0.0.1, masters only, the slots spread evenly: for tests, not for
 * production. Each server has a folder of its own. All calls block, see {@link EmbeddedRedis}.
 */
public final class EmbeddedRedisCluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedisCluster.class);
  private static final int SLOTS = 16_384;

  private final IntFunction<EmbeddedRedisConfig> configs;
  private final List<EmbeddedRedis> masters = new ArrayList<>();

  private EmbeddedRedisCluster(IntFunction<EmbeddedRedisConfig> configs) {
    this.configs = configs;
  }

  /**
   * Returns once every slot is served and every server knows the others.
   *
   * @param folder empty; cannot be started again from its data
   * @param count of masters, 3 at least
   * @throws EmbeddedRedisException when one does not start or they do not find each other
   */
  public static EmbeddedRedisCluster start(Path folder, int count, Persistence persistence) {
    if (count < 3) {
      throw new IllegalArgumentException("a cluster has 3 masters at least, not " + count);
    }
    EmbeddedRedisCluster cluster =
        new EmbeddedRedisCluster(
            number ->
                EmbeddedRedisConfig.in(folder.resolve("node-" + number))
                    .withPersistence(persistence)
                    .asClusterNode());
    boolean ready = false;
    try {
      for (int number = 0; number < count; number++) {
        cluster.masters.add(EmbeddedRedis.start(cluster.configs.apply(number)));
      }
      cluster.form();
      ready = true;
      return cluster;
    } catch (IOException e) {
      throw new EmbeddedRedisException(
          "the Redis cluster in " + folder + " does not form: " + e, e);
    } finally {
      if (!ready) {
        cluster.close();
      }
    }
  }

  private void form() throws IOException {
    int count = masters.size();
    for (int number = 0; number < count; number++) {
      int port = masters.get(number).port();
      List<String> slots = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
      for (int slot = number * SLOTS / count; slot < (number + 1) * SLOTS / count; slot++) {
        slots.add(Integer.toString(slot));
      }
      ask(port, slots.toArray(String[]::new));
      ask(port, "CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(number + 1));
      ask(port, "CLUSTER", "MEET", "127.0.0.1", Integer.toString(masters.get(0).port()));
    }
    awaitWhole();
    LOG.info("redis cluster formed uri={}", uri());
  }

  /** Waits until every server sees all of them and all slots served. */
  public void awaitWhole() {
    Deadline deadline = Deadline.after(configs.apply(0).startTimeout());
    if (!deadline.await(() -> masters.stream().allMatch(this::seesAll))) {
      throw new EmbeddedRedisException("the servers of the Redis cluster do not find each other");
    }
  }

  private boolean seesAll(EmbeddedRedis master) {
    try {
      String info = String.join("", ask(master.port(), "CLUSTER", "INFO"));
      return info.contains("cluster_state:ok")
          && info.contains("cluster_slots_ok:" + SLOTS)
          && info.contains("cluster_known_nodes:" + masters.size());
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> ask(int port, String... words) throws IOException {
    try (RespConnection connection = RespConnection.open(port)) {
      return connection.ask(words);
    }
  }

  /** All addresses, separated by commas. */
  public String uri() {
    return masters.stream().map(EmbeddedRedis::uri).collect(Collectors.joining(","));
  }

  /** The server with the share of the slots of that number, from 0. */
  public EmbeddedRedis master(int number) {
    return masters.get(number);
  }

  /**
   * Gives a slot to another master while clients work, without its keys: they must be gone.
   *
   * @param to number of the master
   */
  public void moveEmptySlot(int slot, int to) {
    try {
      String id = ask(masters.get(to).port(), "CLUSTER", "MYID").get(0);
      ask(masters.get(to).port(), "CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", id);
      for (EmbeddedRedis master : masters) {
        ask(master.port(), "CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", id);
      }
    } catch (IOException e) {
      throw new EmbeddedRedisException("the slot " + slot + " cannot be moved: " + e, e);
    }
  }

  /** Starts a killed server again, on its port and its data. */
  public void restart(int number) {
    int port = masters.get(number).port();
    masters.set(number, EmbeddedRedis.start(configs.apply(number).withPort(port)));
  }

  @Override
  public void close() {
    masters.forEach(EmbeddedRedis::close);
  }
}
