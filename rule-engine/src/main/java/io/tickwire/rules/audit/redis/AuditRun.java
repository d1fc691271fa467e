package io.tickwire.rules.audit.redis;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.wire.Json;
import io.tickwire.rules.audit.Audit;
import io.tickwire.rules.audit.Finding;
import io.tickwire.rules.audit.Report;
import io.tickwire.rules.audit.Terms;
import io.tickwire.rules.store.UserKeys;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Audits all that is in one Redis. What looks wrong is read a second time after a moment, and only
 * what is wrong both times is reported: steps under way between an account and a partition are no
 * errors. Blocks, so it belongs on a main thread.
 */
final class AuditRun {
  private static final Pattern OF_USER =
      Pattern.compile("tickwire:\\{u:([^{}]*)}:(?:account|ledger|booked|positions|triggers)");
  private static final Pattern OF_PARTITION =
      Pattern.compile("tickwire:\\{p(\\d{1,4})}:(?:state|transitions)");

  /** Accounts and partitions that are given a moment together. */
  private static final int SUSPECTS_AT_ONCE = 100;

  private final Vertx vertx;
  private final RedisPages redis;
  private final AuditTerms asked;
  private final Report report = new Report();

  AuditRun(Vertx vertx, RedisLink link, AuditTerms asked) {
    this.vertx = vertx;
    this.redis = new RedisPages(link);
    this.asked = asked;
  }

  /**
   * Reads everything once, and what looks wrong twice.
   *
   * @throws AuditException when Redis cannot be read to the end
   */
  Report run() {
    Terms terms = new Terms(instruments(), asked.anyFeeRate());
    Reading reading =
        new Reading(
            terms, asked.partitions(), asked.closingAge(), asked.settle(), asked.entriesAPass());
    accounts(reading);
    partitions(reading);
    report.end();
    return report;
  }

  private Map<String, Instrument> instruments() {
    Map<String, Instrument> instruments = new HashMap<>();
    redis.hash(
        Keys.INSTRUMENTS,
        page ->
            page.forEach(
                (symbol, json) -> {
                  try {
                    instruments.put(symbol, Json.read(json, Instrument.class));
                  } catch (IllegalArgumentException e) {
                    throw new AuditException(
                        "the instrument " + symbol + " in " + Keys.INSTRUMENTS + " is unreadable",
                        e);
                  }
                }));
    return instruments;
  }

  /** Each account once: SCAN may give a key twice, and an account has several. */
  private void accounts(Reading reading) {
    Set<String> seen = new HashSet<>();
    Map<String, AccountReader.Read> suspects = new LinkedHashMap<>();
    redis.keys(
        "tickwire:{u:*",
        keys -> {
          for (String key : keys) {
            Matcher matcher = OF_USER.matcher(key);
            if (matcher.matches() && seen.add(matcher.group(1))) {
              String user = URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8);
              if (!new UserKeys(user).account().equals(accountKey(matcher.group(1)))) {
                throw new AuditException("not a key of Tickwire: " + key);
              }
              AccountReader.Read read = new AccountReader(redis, reading, user).read();
              if (read.result().findings().isEmpty()) {
                report.account(read.result(), read.triggers());
              } else {
                suspects.put(user, read);
              }
            }
            if (suspects.size() == SUSPECTS_AT_ONCE) {
              confirm(suspects, reading);
            }
          }
        });
    confirm(suspects, reading);
  }

  private static String accountKey(String tag) {
    return "tickwire:{u:" + tag + "}:account";
  }

  private void confirm(Map<String, AccountReader.Read> suspects, Reading reading) {
    if (suspects.isEmpty()) {
      return;
    }
    settle(reading);
    suspects.forEach(
        (user, first) -> {
          AccountReader.Read again = new AccountReader(redis, reading, user).read();
          report.account(again.result().confirming(first.result()), again.triggers());
        });
    suspects.clear();
  }

  private void partitions(Reading reading) {
    Set<Integer> numbers = new TreeSet<>();
    redis.keys(
        "tickwire:{p*",
        keys -> {
          for (String key : keys) {
            Matcher matcher = OF_PARTITION.matcher(key);
            if (matcher.matches()) {
              numbers.add(Integer.valueOf(matcher.group(1)));
            }
          }
        });
    Map<Integer, List<Finding>> suspects = new LinkedHashMap<>();
    for (int partition : numbers) {
      PartitionReader.Read read = new PartitionReader(redis, reading, partition).read();
      if (read.findings().isEmpty()) {
        report.partition(read.records(), List.of());
      } else {
        suspects.put(partition, read.findings());
      }
    }
    if (!suspects.isEmpty()) {
      settle(reading);
    }
    suspects.forEach(
        (partition, first) -> {
          PartitionReader.Read again = new PartitionReader(redis, reading, partition).read();
          List<Finding> confirmed =
              new ArrayList<>(Audit.Result.confirmed(first, again.findings()));
          report.partition(again.records(), confirmed);
        });
  }

  private void settle(Reading reading) {
    Future<Void> passed =
        vertx.timer(reading.settle().toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
    redis.await(passed);
  }
}
