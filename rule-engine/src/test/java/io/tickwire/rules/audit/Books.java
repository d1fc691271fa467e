package io.tickwire.rules.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.rules.store.AccountStore.Amounts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The books of one account, right at first: a long of 100 lots closed at its stop (net −107.14) and
 * a short of 100 lots that is open. Tests change what they want and look at what is found.
 */
final class Books {
  static final String CLOSED = "pos_closed";
  static final String OPEN = "pos_open";
  static final String ACCOUNT = "tickwire:{u:alice}:account USDT:";
  static final String LEDGER = "tickwire:{u:alice}:ledger ";
  static final String BOOKED = "tickwire:{u:alice}:booked ";
  static final String POSITIONS = "tickwire:{u:alice}:positions ";

  final Map<String, Amounts> account = new HashMap<>();
  final List<LedgerEntry> early = new ArrayList<>();
  final List<LedgerEntry> late = new ArrayList<>();
  final Map<String, Position> positions = new LinkedHashMap<>();
  final Map<String, Execution> executions = new HashMap<>();

  /** Executions that closed a part, by their id. */
  final Map<String, Execution> parts = new HashMap<>();

  final Map<String, String> booked = new LinkedHashMap<>();
  final Map<String, Instrument> instruments = new HashMap<>();
  boolean anyFeeRate;
  long live = 1;
  private int entries;

  Books() {
    instruments.put("XBTUSDTM", linear());
    account.put("USDT", new Amounts(e8("99889.26"), e8("600"), e8("99289.26"), e8("-110.74")));
    early.add(entry(LedgerEntry.Kind.PAPER, "100000", null));
    early.add(entry(LedgerEntry.Kind.OPEN_FEE, "-3.6", CLOSED));
    early.add(entry(LedgerEntry.Kind.OPEN_FEE, "-3.6", OPEN));
    early.add(entry(LedgerEntry.Kind.GROSS, "-100", CLOSED));
    early.add(entry(LedgerEntry.Kind.CLOSE_FEE, "-3.54", CLOSED));
    positions.put(CLOSED, closed(CLOSED, "exe_stop"));
    positions.put(OPEN, open(OPEN));
    executions.put(CLOSED, execution("exe_stop", CLOSED, "59000"));
    booked.put(CLOSED + ":open", Long.toString(e8("603.6")));
    booked.put(OPEN + ":open", Long.toString(e8("603.6")));
    booked.put(CLOSED + ":close", "exe_stop");
  }

  LedgerEntry entry(LedgerEntry.Kind kind, String amount, @Nullable String position) {
    return entry(kind, amount, "USDT", position);
  }

  LedgerEntry entry(
      LedgerEntry.Kind kind, String amount, String currency, @Nullable String position) {
    String key =
        switch (kind) {
          case PAPER -> currency + ":paper";
          case OPEN_FEE -> position + ":open";
          case GROSS, CLOSE_FEE, INSURANCE -> position + ":close";
          case FUNDING -> position + ":funding:1000";
        };
    return entry(kind, amount, currency, position, key);
  }

  /** Under another business key. */
  LedgerEntry entry(
      LedgerEntry.Kind kind,
      String amount,
      String currency,
      @Nullable String position,
      String key) {
    return new LedgerEntry("1-" + entries++, key, currency, kind, e8(amount), position);
  }

  /** Closes 40 of the open short at 59,000: gross 40, fee 1.416, margin 240. */
  void closeAPart() {
    early.add(entry(LedgerEntry.Kind.GROSS, "40", "USDT", OPEN, OPEN + ":part:exe_part"));
    early.add(entry(LedgerEntry.Kind.CLOSE_FEE, "-1.416", "USDT", OPEN, OPEN + ":part:exe_part"));
    booked.put(OPEN + ":part:exe_part", "1");
    parts.put("exe_part", part("exe_part", "59000", "40"));
    edit(OPEN, "open_quantity", "60");
    edit(OPEN, "margin", "360");
    edit(OPEN, "gross", "40");
    edit(OPEN, "fees", "5.016");
    edit(OPEN, "net", "34.984");
    edit(OPEN, "reductions", "1");
    move("38.584", "-240", "278.584", "38.584");
  }

  /** Pays the open short 0.6 for its time. */
  void payFunding() {
    early.add(entry(LedgerEntry.Kind.FUNDING, "0.6", OPEN));
    edit(OPEN, "funding", "0.6");
    move("0.6", "0", "0.6", "0.6");
  }

  static Execution part(String id, String price, String quantity) {
    ObjectNode tree = (ObjectNode) Json.tree(execution(id, OPEN, price));
    tree.put("quantity", quantity);
    return Json.convert(tree, Execution.class);
  }

  /** Adds to an account as a script would: by how much each amount moves. */
  void move(String balance, String used, String available, String realized) {
    account.computeIfPresent(
        "USDT",
        (currency, now) ->
            new Amounts(
                now.balanceE8() + e8(balance),
                now.usedE8() + e8(used),
                now.availableE8() + e8(available),
                now.realizedE8() + e8(realized)));
  }

  void drop(LedgerEntry.Kind kind, String position) {
    early.removeIf(entry -> entry.kind() == kind && position.equals(entry.position()));
  }

  void edit(String id, String field, @Nullable String value) {
    positions.computeIfPresent(
        id,
        (key, position) -> {
          ObjectNode tree = (ObjectNode) Json.tree(position);
          if (value == null) {
            tree.remove(field);
          } else {
            tree.put(field, value);
          }
          return Json.convert(tree, Position.class);
        });
  }

  Audit.Result result(int passes) {
    Audit audit = new Audit("alice", new Terms(instruments, anyFeeRate), passes);
    for (int pass = 0; pass < passes; pass++) {
      early.forEach(audit::early);
      positions.forEach((id, position) -> audit.position(position, executions.get(id)));
      booked.forEach(audit::booked);
      audit.partsToRead().stream()
          .map(parts::get)
          .filter(Objects::nonNull)
          .forEach(audit::partExecution);
      late.forEach(audit::late);
      audit.endPass();
    }
    return audit.end(account, live);
  }

  /** As {@code check key found expected}. */
  List<String> findings() {
    return told(result(1).findings());
  }

  static List<String> told(List<Finding> findings) {
    return findings.stream()
        .map(
            finding ->
                String.join(
                    " ",
                    finding.check().wireName(),
                    finding.key(),
                    finding.found(),
                    finding.expected()))
        .toList();
  }

  static Position open(String id) {
    return position(
        id,
        """
        "side":"short","open_quantity":"100","status":"open","version":1,"fees":"3.6",
        "liquidation_price":"65697.7"
        """);
  }

  static Position closed(String id, String execution) {
    return position(
        id,
        """
        "side":"long","open_quantity":"0","status":"closed","version":3,"closed_at":1060000,
        "exit_price":"59000","close_reason":"stop_loss","gross":"-100","fees":"7.14",
        "net":"-107.14","execution_id":"%s"
        """
            .formatted(execution));
  }

  private static Position position(String id, String more) {
    return Json.read(
        """
        {"id":"%s","user":"alice","symbol":"XBTUSDTM","market":"futures","quantity":"100",
         "entry_price":"60000","leverage":"10","margin":"600","trigger_source":"last",
         "opened_at":1000000,"currency":"USDT",%s}
        """
            .formatted(id, more),
        Position.class);
  }

  static Execution execution(String id, String position, String price) {
    return Json.read(
        """
        {"id":"%s","user":"alice","kind":"stop_loss","position_id":"%s","symbol":"XBTUSDTM",
         "fill_price":"%s","quantity":"100","received_us":1,"decided_us":2,"committed_us":3,
         "recovered":false,"late":false,"engine":"a","cancelled":[]}
        """
            .formatted(id, position, price),
        Execution.class);
  }

  static Instrument linear() {
    return new Instrument(
        "XBTUSDTM",
        Market.FUTURES,
        "XBT",
        "USDT",
        "USDT",
        false,
        new BigDecimal("0.1"),
        BigDecimal.ONE,
        new BigDecimal("0.001"),
        new BigDecimal("0.0006"),
        new BigDecimal("0.004"),
        new BigDecimal("0.0006"),
        new BigDecimal("100"));
  }

  static long e8(String amount) {
    return new BigDecimal(amount).movePointRight(8).longValueExact();
  }
}
