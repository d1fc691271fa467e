package io.tickwire.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Waits until a cluster under fault is quiet again, and judges what it did of what it had to. */
final class Aftermath {
  private static final Duration LIVE = Duration.ofMinutes(5);
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration QUIET_WITHIN = Duration.ofMinutes(5);

  /** The sweeper looks every ten seconds; what has not fired after that is missing. */
  private static final Duration NOTHING_MORE = Duration.ofSeconds(25);

  /** So long after the answer a rule is live at the latest. */
  private static final long LIVE_MS = 100;

  private final MortalCluster cluster;
  private final List<Api> users;
  private final boolean candlesOnly;

  /**
   * @param findings empty when all is as it had to be
   * @param late firings on a later trade than the first that reached the rule
   * @param fired all firings
   * @param summary numbers of the run, on one line
   */
  record Judgement(List<String> findings, List<String> late, int fired, String summary) {}

  /**
   * @param candlesOnly whether all who remember trades may have died at once
   */
  Aftermath(MortalCluster cluster, List<Api> users, boolean candlesOnly) {
    this.candlesOnly = candlesOnly;
    this.cluster = cluster;
    this.users = users;
  }

  /** On two engines each, and every symbol subscribed. */
  void awaitLive(int created) {
    Deadline.await("rules are live", LIVE, () -> live("live") == 2 * created, () -> stats());
    Deadline.await("trades are subscribed", LIVE, () -> subscribed().size() == 40, () -> stats());
  }

  int live(String number) {
    int sum = 0;
    for (String engine : cluster.members(MortalCluster.ENGINE)) {
      sum += cluster.admin(engine).tryGet("/stats").body().path("rules").path(number).asInt();
    }
    return sum;
  }

  private String stats() {
    StringBuilder stats = new StringBuilder();
    for (String engine : cluster.members(MortalCluster.ENGINE)) {
      stats.append(cluster.admin(engine).tryGet("/stats").body().path("rules")).append('\n');
    }
    return stats.append(subscribed()).toString();
  }

  private Set<String> subscribed() {
    Set<String> subscribed = new TreeSet<>();
    for (JsonNode row : cluster.exchange().tryGet("/sim/connections").body().path("connections")) {
      for (JsonNode topic : row.path("topics")) {
        String text = topic.asText();
        if (text.startsWith("/market/match:") || text.startsWith("/contractMarket/execution:")) {
          subscribed.add(text.substring(text.indexOf(':') + 1));
        }
      }
    }
    return subscribed;
  }

  /** All are back, nothing waits for Redis, nothing is being closed, no more executions come. */
  void awaitQuiet() {
    Deadline.await("all are back", QUIET_WITHIN, cluster::isReady, cluster::unready);
    Deadline.await(
        "nothing waits", QUIET_WITHIN, () -> live("commits_waiting") == 0, () -> stats());
    long[] newest = {-1, System.nanoTime()};
    Deadline.await(
        "no more executions",
        QUIET_WITHIN,
        () -> {
          long count = 0;
          for (List<JsonNode> some : ShownRecords.executions(users).values()) {
            count += some.size();
          }
          if (count != newest[0]) {
            newest[0] = count;
            newest[1] = System.nanoTime();
          }
          LockSupport.parkNanos(QUIET.toNanos() / 10);
          return System.nanoTime() - newest[1] > QUIET.toNanos();
        });
  }

  /**
   * Writes it to {@code findings.txt} as well.
   *
   * @param taken what was ordered and answered by a record
   */
  Judgement judge(List<RandomOrders.Taken> taken, Path folder) throws IOException {
    JsonNode written = cluster.exchange().get("/sim/tape").body();
    if (written.path("full").asBoolean()) {
      throw new AssertionError("a tape that is full proves nothing");
    }
    MarketTape tape = MarketTape.read(cluster.tapeFile());
    FiringVerdict verdict = verdict(tape);
    long startNs = System.nanoTime();
    while (!verdict.isMissingNone() && System.nanoTime() - startNs < NOTHING_MORE.toNanos()) {
      LockSupport.parkNanos(QUIET.toNanos());
      verdict = verdict(tape);
    }
    List<String> findings = new ArrayList<>(verdict.findings());
    findings.addAll(unsettled(taken));
    String audit = Audit.run(cluster.redisUri(), folder);
    if (!audit.startsWith("exit=0")) {
      findings.add("audit " + audit);
    }
    String summary =
        "created="
            + taken.size()
            + " "
            + verdict
            + " trades="
            + tape.size()
            + " audit="
            + audit.lines().findFirst().orElse("");
    Files.write(
        folder.resolve("findings.txt"),
        Stream.of(List.of(summary), findings, verdict.late()).flatMap(List::stream).toList());
    return new Judgement(findings, verdict.late(), verdict.fired(), summary);
  }

  private FiringVerdict verdict(MarketTape tape) {
    return FiringVerdict.of(
        ShownRecords.armed(cluster.redisUri()).values(),
        tape,
        ShownRecords.executions(users),
        candlesOnly);
  }

  /** What users were told and shown beside the executions. */
  private List<String> unsettled(List<RandomOrders.Taken> taken) {
    List<String> findings = new ArrayList<>();
    Map<String, ArmedRule> armed = ShownRecords.armed(cluster.redisUri());
    Map<String, List<JsonNode>> executions = ShownRecords.executions(users);
    Map<String, Integer> events = ShownRecords.events(cluster.redisUri());
    Set<String> shown = new TreeSet<>();
    int ordered = 0;
    for (Api user : users) {
      for (JsonNode position : ShownRecords.all(user, "/v1/positions")) {
        String id = position.path("id").asText();
        shown.add(id);
        boolean fired = executions.containsKey(id);
        if (!position.path("status").asText().equals(fired ? "closed" : "open")
            || events.getOrDefault("position_closed " + id, 0) != (fired ? 1 : 0)) {
          findings.add("position not settled " + position + " " + executions.get(id));
        }
        ordered += position.path("client_id").isTextual() ? 1 : 0;
      }
      for (JsonNode trigger : ShownRecords.all(user, "/v1/triggers")) {
        String id = trigger.path("id").asText();
        shown.add(id);
        boolean fired = executions.containsKey(id);
        // A candle fills further away than a trade would have.
        if (candlesOnly && trigger.path("result").asText().equals("would_trigger_immediately")) {
          ordered++;
          continue;
        }
        if (!trigger.path("status").asText().equals(fired ? "executed" : "armed")
            || events.getOrDefault("trigger_executed " + id, 0) != (fired ? 1 : 0)) {
          findings.add("trigger not settled " + trigger + " " + executions.get(id));
        }
        if (fired
            && trigger.path("action").has("open")
            && !armed.containsKey(trigger.path("result").asText())) {
          findings.add("trigger without its position " + trigger);
        }
        ordered++;
      }
    }
    // An order whose answer was lost may have been taken all the same.
    if (!shown.equals(new TreeSet<>(armed.keySet())) || ordered < taken.size()) {
      findings.add(
          "records differ: created="
              + taken.size()
              + " shown="
              + shown.size()
              + " of orders="
              + ordered
              + " armed="
              + armed.size());
    }
    for (RandomOrders.Taken order : taken) {
      ArmedRule rule = armed.get(order.id());
      if (rule == null) {
        findings.add("answered and not armed " + order);
      } else if (rule.armedAtNs() > TimeUnit.MILLISECONDS.toNanos(order.answeredMs() + LIVE_MS)) {
        findings.add("live too late " + order + " " + rule);
      }
    }
    return findings;
  }
}
