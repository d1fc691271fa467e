package io.tickwire.common.redis;

import io.tickwire.common.async.CallerContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The masters of a Redis Cluster, each with a pool of its own: a master that is away takes only its
 * own slots with it. Who serves what is asked of any node that answers: at first, when a node says
 * that a slot has moved, and when one is in doubt. Any thread.
 */
final class ClusterNodes implements RedisNodes {
  private static final Logger log = LoggerFactory.getLogger(ClusterNodes.class);
  private static final Set<Command> PARTIAL =
      Set.of(Command.SCAN, Command.KEYS, Command.DBSIZE, Command.FLUSHALL, Command.FLUSHDB);
  private static final long ASK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Vertx vertx;
  private final RedisConfig config;
  private final URI first;
  private final Map<String, RedisNode> nodes = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Future<SlotMap>> asking = new AtomicReference<>();
  private volatile @Nullable SlotMap known;
  private volatile long askedNs = System.nanoTime() - ASK_AGAIN_NS;

  /** Does not connect yet. */
  ClusterNodes(Vertx vertx, RedisConfig config) {
    this.vertx = vertx;
    this.config = config;
    this.first = config.addresses().get(0);
  }

  @Override
  public Future<RedisNode> node(int slot) {
    SlotMap map = known;
    return map != null ? serving(map, slot) : ask().compose(fresh -> serving(fresh, slot));
  }

  private Future<RedisNode> serving(SlotMap map, int slot) {
    String address = slot == RequestKeys.ANY ? map.masters().iterator().next() : map.master(slot);
    if (address == null) {
      doubt();
      return Future.failedFuture(
          new RedisConnectionException("nobody in the Redis cluster serves the slot " + slot));
    }
    return Future.succeededFuture(at(address));
  }

  @Override
  public Future<List<RedisNode>> masters() {
    SlotMap map = known;
    Future<SlotMap> now = map != null ? Future.succeededFuture(map) : ask();
    return now.map(all -> all.masters().stream().map(this::at).toList());
  }

  @Override
  public Future<RedisNode> redirected(RedisNode from, Throwable said) {
    String[] words = String.valueOf(said.getMessage()).split(" ", -1);
    if (words.length < 3) {
      return Future.failedFuture(said);
    }
    String address = words[2].startsWith(":") ? from.host() + words[2] : words[2];
    SlotMap map = known;
    if (words[0].equals("MOVED") && map != null) {
      known = map.with(Integer.parseInt(words[1]), address);
      doubt();
    }
    return Future.succeededFuture(at(address));
  }

  @Override
  public void doubt() {
    if (System.nanoTime() - askedNs > ASK_AGAIN_NS) {
      ask().onFailure(e -> log.debug("cluster not known cause={}", e.toString()));
    }
  }

  /** One question at a time, for whoever asks meanwhile; each is answered on its own context. */
  private Future<SlotMap> ask() {
    return CallerContext.keep(vertx, askOnce());
  }

  private Future<SlotMap> askOnce() {
    Promise<SlotMap> promise = Promise.promise();
    if (!asking.compareAndSet(null, promise.future())) {
      Future<SlotMap> underWay = asking.get();
      return underWay != null ? underWay : askOnce();
    }
    askedNs = System.nanoTime();
    List<RedisNode> whom = new ArrayList<>(nodes.values());
    config.addresses().forEach(seed -> whom.add(at(seed.getHost() + ":" + seed.getPort())));
    ask(whom.stream().distinct().toList(), 0)
        .onComplete(
            answer -> {
              if (answer.succeeded()) {
                known = answer.result();
              }
              asking.set(null);
              if (answer.succeeded()) {
                promise.complete(answer.result());
              } else {
                promise.fail(answer.cause());
              }
            });
    return promise.future();
  }

  /** One after the other, each for a part of a command's time. */
  private Future<SlotMap> ask(List<RedisNode> whom, int index) {
    RedisNode node = whom.get(index);
    Deadline deadline =
        Deadline.in(Duration.ofMillis(Math.max(50, config.commandTimeout().toMillis() / 4)));
    return node.send(Request.cmd(Command.CLUSTER).arg("SLOTS"), deadline)
        .map(answer -> SlotMap.parse(answer, node.host()))
        .recover(
            failure ->
                index + 1 < whom.size() ? ask(whom, index + 1) : Future.failedFuture(failure));
  }

  private RedisNode at(String address) {
    return nodes.computeIfAbsent(address, key -> new RedisNode(vertx, address(key), config));
  }

  /** As the first one was given, with its password. */
  private URI address(String hostAndPort) {
    String user = first.getRawUserInfo() == null ? "" : first.getRawUserInfo() + "@";
    return URI.create(first.getScheme() + "://" + user + hostAndPort);
  }

  @Override
  public String lane(String key) {
    return Integer.toString(HashSlot.of(key));
  }

  @Override
  public int slot(Request request) {
    if (PARTIAL.contains(request.command())) {
      // Better no answer than a third of one that looks whole.
      throw new IllegalArgumentException(
          "one server of a Redis cluster knows its own keys only: command=" + request.command());
    }
    return RequestKeys.slot(request);
  }

  @Override
  public void close() {
    nodes.values().forEach(RedisNode::close);
  }
}
