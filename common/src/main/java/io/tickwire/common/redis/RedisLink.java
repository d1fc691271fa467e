package io.tickwire.common.redis;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.config.ConfigException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to Redis, one server or a cluster: a time limit on every command, patience with a server
 * that refuses for the moment, the right node for every key. Any thread; futures complete on the
 * caller's context. A command that timed out may or may not have happened: see {@link
 * RedisTimeoutException}.
 */
public final class RedisLink {
  private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
  private static final long FIRST_PAUSE_MS = 20;
  private static final long LONGEST_PAUSE_MS = 500;
  private static final int MOST_REDIRECTS = 8;

  private final Vertx vertx;
  private final RedisConfig config;
  private final RedisNodes nodes;
  private final RedisMetrics metrics;
  private volatile @Nullable RedisWatch watch;

  private RedisLink(Vertx vertx, RedisConfig config, RedisNodes nodes, RedisMetrics metrics) {
    this.vertx = vertx;
    this.config = config;
    this.nodes = nodes;
    this.metrics = metrics;
  }

  /** A link that nobody watches. Does not connect yet. */
  public static RedisLink create(Vertx vertx, RedisConfig config) {
    return create(vertx, config, new SimpleMeterRegistry());
  }

  /** Does not connect yet. */
  public static RedisLink create(Vertx vertx, RedisConfig config, MeterRegistry registry) {
    RedisNodes nodes =
        config.mode() == RedisMode.CLUSTER
            ? new ClusterNodes(vertx, config)
            : new SingleNode(new RedisNode(vertx, config.addresses().get(0), config));
    return new RedisLink(vertx, config, nodes, new RedisMetrics(registry));
  }

  /** Sends one command; a null reply of Redis is a null result. */
  public Future<Response> send(Request request) {
    Deadline deadline = Deadline.in(config.commandTimeout());
    return routed(request, deadline).onFailure(this::count);
  }

  /** Sends commands in one pipeline; fails as a whole when one fails, the others still happened. */
  public Future<List<Response>> batch(List<Request> requests) {
    if (requests.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    Deadline deadline = Deadline.in(config.commandTimeout());
    Future<List<Response>> answers =
        config.mode() == RedisMode.CLUSTER
            ? clusterBatch(requests, deadline)
            : nodes
                .node(RequestKeys.ANY)
                .compose(node -> patiently(() -> node.batch(requests, deadline), deadline));
    return answers.onFailure(this::count);
  }

  private Future<Response> routed(Request request, Deadline deadline) {
    int slot;
    try {
      slot = nodes.slot(request);
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
    return patiently(
        () -> nodes.node(slot).compose(node -> follow(node, request, deadline, MOST_REDIRECTS)),
        deadline);
  }

  private Future<Response> follow(
      RedisNode node, Request request, Deadline deadline, int redirects) {
    return redirect(node, request, deadline, redirects, node.send(request, deadline));
  }

  /** Goes where a node sends us; fails with what it said when that leads nowhere. */
  private Future<Response> redirect(
      RedisNode node, Request request, Deadline deadline, int redirects, Future<Response> answer) {
    return answer.recover(
        failure -> {
          RedisTrouble trouble = RedisTrouble.of(failure);
          if (redirects == 0 || (trouble != RedisTrouble.MOVED && trouble != RedisTrouble.ASK)) {
            return Future.failedFuture(failure);
          }
          Future<RedisNode> other = nodes.redirected(node, failure);
          return trouble == RedisTrouble.MOVED
              ? other.compose(next -> follow(next, request, deadline, redirects - 1))
              : other.compose(
                  next ->
                      redirect(
                          next, request, deadline, redirects - 1, asking(next, request, deadline)));
        });
  }

  /** The word that lets a node answer for a slot that is still on its way to it. */
  private static Future<Response> asking(RedisNode node, Request request, Deadline deadline) {
    return node.pipeline(List.of(Request.cmd(Command.ASKING), request), deadline)
        .compose(answers -> answers.get(1));
  }

  private interface Attempt<T> {
    Future<T> start();
  }

  /** Repeats what was refused for the moment until the time is up. */
  private <T> Future<T> patiently(Attempt<T> attempt, Deadline deadline) {
    return patiently(attempt, deadline, FIRST_PAUSE_MS);
  }

  private <T> Future<T> patiently(Attempt<T> attempt, Deadline deadline, long pauseMs) {
    return attempt
        .start()
        .recover(
            failure -> {
              RedisTrouble trouble = RedisTrouble.of(failure);
              if (!trouble.passes()) {
                if (trouble == RedisTrouble.CONNECTION || trouble == RedisTrouble.TIMEOUT) {
                  nodes.doubt();
                }
                return Future.failedFuture(failure);
              }
              nodes.doubt();
              return deadline.leftMs() > pauseMs
                  ? pause(pauseMs)
                      .compose(
                          ignored ->
                              patiently(attempt, deadline, Math.min(LONGEST_PAUSE_MS, pauseMs * 2)))
                  : Future.failedFuture(failure);
            });
  }

  /** One pipeline to each node; what a node refuses is asked again on its own. */
  private Future<List<Response>> clusterBatch(List<Request> requests, Deadline deadline) {
    List<Future<RedisNode>> targets = new ArrayList<>(requests.size());
    for (Request request : requests) {
      try {
        targets.add(nodes.node(nodes.slot(request)));
      } catch (IllegalArgumentException e) {
        return Future.failedFuture(e);
      }
    }
    return Future.all(targets).compose(ignored -> pipelines(requests, targets, deadline));
  }

  private Future<List<Response>> pipelines(
      List<Request> requests, List<Future<RedisNode>> targets, Deadline deadline) {
    Map<RedisNode, List<Integer>> byNode = new LinkedHashMap<>();
    for (int i = 0; i < requests.size(); i++) {
      byNode.computeIfAbsent(targets.get(i).result(), node -> new ArrayList<>()).add(i);
    }
    @Nullable Response[] answers = new @Nullable Response[requests.size()];
    List<Future<Void>> all = new ArrayList<>();
    byNode.forEach(
        (node, indices) ->
            all.add(
                node.pipeline(indices.stream().map(requests::get).toList(), deadline)
                    .compose(
                        each -> {
                          List<Future<Response>> settled = new ArrayList<>();
                          for (int i = 0; i < indices.size(); i++) {
                            int index = indices.get(i);
                            settled.add(
                                settle(node, requests.get(index), each.get(i), deadline)
                                    .onSuccess(answer -> answers[index] = answer));
                          }
                          return Future.join(settled).mapEmpty();
                        })));
    return Future.join(all).map(ignored -> asList(answers));
  }

  /** Redis's null is a null in the list. */
  @SuppressWarnings("NullAway") // The client's own batches hold nulls in a list of this type.
  private static List<Response> asList(@Nullable Response[] answers) {
    return Arrays.asList(answers);
  }

  private Future<Response> settle(
      RedisNode node, Request request, Future<Response> answer, Deadline deadline) {
    return redirect(node, request, deadline, MOST_REDIRECTS, answer)
        .recover(
            failure ->
                RedisTrouble.of(failure).passes()
                    ? pause(FIRST_PAUSE_MS).compose(ignored -> routed(request, deadline))
                    : Future.failedFuture(failure));
  }

  private void count(Throwable failure) {
    metrics.failed(RedisTrouble.of(failure));
  }

  Future<Void> pause(long delayMs) {
    Promise<Void> passed = Promise.promise();
    vertx.setTimer(delayMs, ignored -> passed.complete());
    return passed.future();
  }

  /**
   * A connection of its own to the server of a key, for what blocks. It does not reconnect: see
   * {@link BlockingReader}.
   */
  Future<RedisConnection> dedicated(String key) {
    Deadline deadline = Deadline.in(config.commandTimeout());
    int slot = config.mode() == RedisMode.CLUSTER ? HashSlot.of(key) : RequestKeys.ANY;
    return nodes.node(slot).compose(node -> node.dedicated(deadline));
  }

  /** Streams of one lane may be read by one blocking command. */
  String lane(String stream) {
    return nodes.lane(stream);
  }

  /** A reader's connection failed: its server may not be the one any more. */
  void doubt() {
    nodes.doubt();
  }

  RedisMetrics metrics() {
    return metrics;
  }

  RedisConfig config() {
    return config;
  }

  Vertx vertx() {
    return vertx;
  }

  /** Asks every server that takes writes. */
  Future<List<Response>> askAll(Request request) {
    Deadline deadline = Deadline.in(config.commandTimeout());
    return nodes
        .masters()
        .compose(
            masters ->
                Future.join(masters.stream().map(node -> node.send(request, deadline)).toList()))
        .map(answers -> answers.<Response>list());
  }

  /**
   * One server of this link, for what no key belongs to, such as {@code SCAN}: an answer is of that
   * server alone.
   */
  public interface Server {
    /** Under which others reach it, {@code host:port}. */
    String address();

    Future<Response> send(Request request);
  }

  /** Every server that takes writes. In a cluster each knows its own keys only. */
  public Future<List<Server>> servers() {
    return nodes.masters().map(masters -> masters.stream().map(this::server).toList());
  }

  private Server server(RedisNode node) {
    return new Server() {
      @Override
      public String address() {
        return node.address();
      }

      @Override
      public Future<Response> send(Request request) {
        Deadline deadline = Deadline.in(config.commandTimeout());
        return patiently(() -> node.send(request, deadline), deadline)
            .onFailure(RedisLink.this::count);
      }
    };
  }

  /** Whether Redis answers, all of it, within the command's time limit. Never fails. */
  public Future<Boolean> isAnswering() {
    return askAll(Request.cmd(Command.PING))
        .onSuccess(ignored -> metrics.up(true))
        .onFailure(
            failure -> {
              metrics.up(false);
              nodes.doubt();
            })
        .map(true)
        .otherwise(false);
  }

  /**
   * Checks the servers' settings and watches from then on whether they answer. A Redis that is away
   * is no failure: it is checked when it comes.
   *
   * @return fails with a {@link io.tickwire.common.config.ConfigException} when a server would drop
   *     keys to make room
   */
  public Future<Void> watch() {
    return RedisWatch.check(this)
        .transform(
            checked -> {
              if (checked.cause() instanceof ConfigException) {
                return Future.failedFuture(checked.cause());
              }
              if (checked.failed()) {
                log.warn("redis away cause={}", checked.cause().toString());
              }
              metrics.up(checked.succeeded());
              watch = new RedisWatch(this, checked.succeeded());
              return Future.succeededFuture();
            });
  }

  public void close() {
    RedisWatch watching = watch;
    if (watching != null) {
      watching.stop();
    }
    nodes.close();
  }
}
