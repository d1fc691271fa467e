package io.tickwire.rules.store;

import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.RedisScript;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the partitions have been evaluated, in Redis: hash {@code checkpoints} (symbol → {@link
 * CheckpointText}) and hash {@code extremes} (trailing stop → where it stood then). Any thread.
 */
public final class CheckpointStore implements ProgressStore {
  private static final RedisScript WRITE = Scripts.load("checkpoint.lua");

  private static final Changes NOTHING = new Changes(Map.of(), Map.of(), List.of(), List.of());
  private static final String NO_PROCESS = "";

  private final RedisLink redis;

  public CheckpointStore(RedisLink redis) {
    this.redis = redis;
  }

  /**
   * What changed since the last time.
   *
   * @param checkpoints by symbol
   * @param extremes by trailing stop, of the same moment
   * @param goneSymbols no longer evaluated
   * @param goneExtremes no longer armed
   */
  public record Changes(
      Map<String, String> checkpoints,
      Map<String, String> extremes,
      Collection<String> goneSymbols,
      Collection<String> goneExtremes) {
    public boolean isEmpty() {
      return checkpoints.isEmpty()
          && extremes.isEmpty()
          && goneSymbols.isEmpty()
          && goneExtremes.isEmpty();
    }
  }

  /**
   * What was written last.
   *
   * @param process of Redis that said so, by its {@code run_id}: another one after every restart
   *     and after every failover
   */
  public record Saved(
      Map<String, String> checkpoints, Map<String, String> extremes, String process) {}

  @Override
  public Future<String> write(int partition, Changes changes, String process) {
    PartitionKeys keys = PartitionKeys.of(partition);
    List<String> arguments = new ArrayList<>();
    arguments.add(process);
    put(arguments, changes.checkpoints());
    put(arguments, changes.extremes());
    put(arguments, changes.goneSymbols());
    put(arguments, changes.goneExtremes());
    return WRITE
        .run(redis, List.of(keys.checkpoints(), keys.extremes()), arguments)
        .map(Response::toString);
  }

  private static void put(List<String> arguments, Map<String, String> fields) {
    arguments.add(Integer.toString(fields.size()));
    fields.forEach(
        (field, value) -> {
          arguments.add(field);
          arguments.add(value);
        });
  }

  private static void put(List<String> arguments, Collection<String> fields) {
    arguments.add(Integer.toString(fields.size()));
    arguments.addAll(fields);
  }

  @Override
  public Future<Saved> read(int partition) {
    return write(partition, NOTHING, NO_PROCESS).compose(process -> read(partition, process));
  }

  /** Who answers is asked first: what another says later is then not taken for his. */
  private Future<Saved> read(int partition, String process) {
    PartitionKeys keys = PartitionKeys.of(partition);
    return redis
        .batch(
            List.of(
                Request.cmd(Command.HGETALL).arg(keys.checkpoints()),
                Request.cmd(Command.HGETALL).arg(keys.extremes())))
        .map(found -> new Saved(fields(found.get(0)), fields(found.get(1)), process));
  }

  private static Map<String, String> fields(Response hash) {
    Map<String, String> fields = new LinkedHashMap<>();
    hash.getKeys().forEach(field -> fields.put(field, hash.get(field).toString()));
    return fields;
  }
}
