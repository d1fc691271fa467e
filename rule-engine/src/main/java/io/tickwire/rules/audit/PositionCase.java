package io.tickwire.rules.audit;

import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Position;
import io.tickwire.rules.store.History;
import io.tickwire.rules.store.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that was read of one position. An entry of the ledger counts as early when it stood there
 * before the documents were read, and so must be known to them; what the documents say must stand
 * in the whole ledger, which was read on to its end after them.
 */
final class PositionCase {
  private static final String PART = "part:";

  private final String id;
  private final Tally opening = new Tally();
  private final Map<String, Tally.OfClose> closes = new LinkedHashMap<>();
  private final Map<String, Tally> funding = new LinkedHashMap<>();

  /** Executions of parts, by their number under their business keys. */
  private final Map<Integer, String> parts = new TreeMap<>();

  private final Map<String, Execution> executions = new HashMap<>();
  private @Nullable String strangeCurrency;
  private @Nullable String currency;
  private @Nullable Position document;
  private @Nullable Expected expected;
  private @Nullable String bookedOpen;
  private @Nullable String bookedClose;

  PositionCase(String id) {
    this.id = id;
  }

  void entry(LedgerEntry entry, boolean early) {
    String step = entry.step();
    switch (entry.kind()) {
      case OPEN_FEE -> opening.add(entry.amountE8(), early);
      case GROSS -> close(step).gross.add(entry.amountE8(), early);
      case CLOSE_FEE -> close(step).fee.add(entry.amountE8(), early);
      case INSURANCE -> close(step).insurance.add(entry.amountE8(), early);
      case FUNDING ->
          funding.computeIfAbsent(step, key -> new Tally()).add(entry.amountE8(), early);
      case PAPER -> throw new IllegalArgumentException("not of a position: id=" + entry.id());
    }
    if (currency == null) {
      currency = entry.currency();
    } else if (!currency.equals(entry.currency())) {
      strangeCurrency = entry.currency();
    }
  }

  private Tally.OfClose close(String step) {
    return closes.computeIfAbsent(step, key -> new Tally.OfClose());
  }

  void document(Position position) {
    document = position;
  }

  boolean hasDocument() {
    return document != null;
  }

  void bookedOpen(String value) {
    bookedOpen = value;
  }

  void bookedClose(String value) {
    bookedClose = value;
  }

  /**
   * @param number which part it was; not a number in what no script wrote
   */
  void bookedPart(String execution, String number) {
    if (number.matches("\\d{1,9}")) {
      parts.put(Integer.valueOf(number), execution);
    }
  }

  void partExecution(Execution execution) {
    executions.put(execution.id(), execution);
  }

  /** Executions of its parts that are still to be read. */
  List<String> partsToRead() {
    return List.copyOf(parts.values());
  }

  /** Whether the account had its margin reserved when it was read. */
  boolean wasOpen() {
    Tally.OfClose close = closes.getOrDefault(Expected.CLOSE, new Tally.OfClose());
    return expected != null
        && !wasClosed()
        && close.early() == 0
        && (opening.early > 0 || opening.all == 0);
  }

  /** Whether its close was booked when the account was read. */
  boolean wasClosed() {
    return expected != null && expected.closed() && wasDone(Expected.CLOSE);
  }

  /** What is missing is found as such, and counts as done. */
  private boolean wasDone(String step) {
    Tally.OfClose close = closes.getOrDefault(step, new Tally.OfClose());
    return close.early() > 0 || close.all() == 0;
  }

  /** Still reserved when the account was read. */
  long usedE8() {
    long usedE8 = expected == null ? 0 : expected.marginE8();
    for (Expected.Step step : done()) {
      usedE8 -= step.marginE8();
    }
    return wasClosed() ? 0 : usedE8;
  }

  /** Fees paid until then. */
  long paidE8() {
    return openFeeE8() + done().stream().mapToLong(Expected.Step::feeE8).sum();
  }

  /** What it won of the house until then, funding included. */
  long wonE8() {
    return done().stream().mapToLong(Expected.Step::borneE8).sum()
        + funding.values().stream().mapToLong(tally -> tally.earlyE8).sum();
  }

  private List<Expected.Step> done() {
    return expected == null
        ? List.of()
        : expected.steps().stream().filter(step -> wasDone(step.name())).toList();
  }

  /** As recomputed, or as booked where that cannot be. */
  private long openFeeE8() {
    Long known = expected == null ? null : expected.openFeeE8();
    return known == null ? -opening.sumE8 : known;
  }

  @Nullable Expected expected() {
    return expected;
  }

  /** Recomputes it and compares with what was booked. */
  void check(Terms terms, AccountNames names, Consumer<Finding> findings) {
    Position position = document;
    if (position == null) {
      withoutDocument(names, findings);
      return;
    }
    String key = names.document(History.Kind.POSITIONS, id);
    Expected recomputed;
    try {
      recomputed =
          new Recomputing(position, terms, closes, reservedE8(), -opening.sumE8, key, findings)
              .expected(parts(position, names, findings));
      funding(position, key, names, findings);
    } catch (ArithmeticException e) {
      findings.accept(
          new Finding(Check.READABLE, key, "amounts out of range", "amounts an account can hold"));
      return;
    }
    expected = recomputed;
    counts(recomputed, names, findings);
    currency(recomputed, names, findings);
    amounts(recomputed, names, findings);
    booked(recomputed, names, findings);
  }

  private @Nullable Long reservedE8() {
    return bookedOpen != null && bookedOpen.matches("\\d{1,18}") ? Long.valueOf(bookedOpen) : null;
  }

  /** Those that the document knows; a later one came while this was read. */
  private List<Recomputing.@Nullable Part> parts(
      Position position, AccountNames names, Consumer<Finding> findings) {
    List<Recomputing.@Nullable Part> known = new ArrayList<>();
    for (int number = 1; number <= position.reductions(); number++) {
      String name = parts.get(number);
      Execution execution = name == null ? null : executions.get(name);
      if (name == null) {
        findings.accept(
            new Finding(
                Check.BOOKED, names.booked(id + ":part"), "no part " + number, "every part"));
      } else if (execution == null) {
        findings.accept(
            new Finding(
                Check.EXECUTION,
                names.document(History.Kind.EXECUTIONS, name),
                "absent",
                "the execution that closed a part of " + id));
      }
      known.add(execution == null ? null : new Recomputing.Part(PART + name, execution));
    }
    return known;
  }

  /** Entries that came after the documents were read may belong to one that came with them. */
  private void withoutDocument(AccountNames names, Consumer<Finding> findings) {
    boolean early =
        opening.early > 0 || closes.values().stream().anyMatch(close -> close.early() > 0);
    if (early) {
      long sumE8 =
          opening.sumE8
              + closes.values().stream().mapToLong(Tally.OfClose::sumE8).sum()
              + funding.values().stream().mapToLong(tally -> tally.sumE8).sum();
      findings.accept(
          new Finding(Check.POSITION, names.ledger(id), Finding.text(sumE8), "no entries"));
    }
    if (bookedOpen != null && opening.all == 0) {
      findings.accept(
          new Finding(Check.BOOKED, names.booked(id + ":open"), bookedOpen, "no such key"));
    }
    if (bookedClose != null && !closes.containsKey(Expected.CLOSE)) {
      findings.accept(
          new Finding(Check.BOOKED, names.booked(id + ":close"), bookedClose, "no such key"));
    }
  }

  /** The document knows every early payment, and of the later ones perhaps the first few. */
  private void funding(
      Position position, String key, AccountNames names, Consumer<Finding> findings) {
    long sumE8 = 0;
    for (Tally payment : funding.values()) {
      sumE8 += payment.earlyE8;
    }
    long foundE8 = Money.toE8(position.funding() == null ? BigDecimal.ZERO : position.funding());
    boolean agrees = foundE8 == sumE8;
    long knownE8 = sumE8;
    for (Map.Entry<String, Tally> payment : funding.entrySet()) {
      if (payment.getValue().all != 1) {
        findings.accept(
            Finding.count(
                Check.FUNDING,
                names.ledger(id + ":" + payment.getKey()),
                payment.getValue().all,
                1));
      }
      knownE8 += payment.getValue().sumE8 - payment.getValue().earlyE8;
      agrees |= foundE8 == knownE8;
    }
    if (!agrees) {
      findings.accept(Finding.money(Check.DOCUMENT, key + " funding", foundE8, sumE8));
    }
  }

  private void counts(Expected document, AccountNames names, Consumer<Finding> findings) {
    if (opening.all != 1) {
      findings.accept(Finding.count(Check.OPENING, names.ledger(id + ":open"), opening.all, 1));
    }
    for (Expected.Step step : document.steps()) {
      Tally.OfClose close = closes.getOrDefault(step.name(), new Tally.OfClose());
      if (close.gross.all != 1 || close.fee.all != 1) {
        int wrong = close.gross.all == 1 ? close.fee.all : close.gross.all;
        findings.accept(Finding.count(Check.CLOSE, names.ledger(id + ":" + step.name()), wrong, 1));
      }
    }
    closes.forEach(
        (name, close) -> {
          boolean unknown = document.steps().stream().noneMatch(step -> step.name().equals(name));
          if (unknown && (close.all() > 1 || close.early() > 0)) {
            findings.accept(
                Finding.count(Check.CLOSE, names.ledger(id + ":" + name), close.all(), 0));
          }
        });
  }

  private void currency(Expected document, AccountNames names, Consumer<Finding> findings) {
    String strange =
        currency == null || currency.equals(document.currency()) ? strangeCurrency : currency;
    if (strange != null) {
      findings.accept(new Finding(Check.CURRENCY, names.ledger(id), strange, document.currency()));
    }
  }

  private void amounts(Expected document, AccountNames names, Consumer<Finding> findings) {
    Long openFeeE8 = document.openFeeE8();
    if (openFeeE8 != null && opening.all == 1 && opening.sumE8 != -openFeeE8) {
      findings.accept(
          Finding.money(Check.OPEN_FEE, names.ledger(id + ":open"), opening.sumE8, -openFeeE8));
    }
    for (Expected.Step step : document.steps()) {
      Tally.OfClose close = closes.get(step.name());
      String key = names.ledger(id + ":" + step.name());
      if (close != null && close.gross.all == 1 && close.fee.all == 1) {
        equal(Check.GROSS, key, close.gross.sumE8, step.grossE8(), findings);
        equal(Check.CLOSE_FEE, key, close.fee.sumE8, -step.feeE8(), findings);
        equal(Check.INSURANCE, key, close.insurance.sumE8, step.insuranceE8(), findings);
      }
    }
  }

  private static void equal(
      Check check, String key, long foundE8, long expectedE8, Consumer<Finding> findings) {
    if (foundE8 != expectedE8) {
      findings.accept(Finding.money(check, key, foundE8, expectedE8));
    }
  }

  private void booked(Expected document, AccountNames names, Consumer<Finding> findings) {
    long reservedE8 = document.marginE8() + openFeeE8();
    if (!Long.toString(reservedE8).equals(bookedOpen)) {
      findings.accept(
          new Finding(
              Check.BOOKED,
              names.booked(id + ":open"),
              orAbsent(bookedOpen),
              Long.toString(reservedE8)));
    }
    if (document.closed() && !orAbsent(document.executionId()).equals(orAbsent(bookedClose))) {
      findings.accept(
          new Finding(
              Check.BOOKED,
              names.booked(id + ":close"),
              orAbsent(bookedClose),
              orAbsent(document.executionId())));
    } else if (!document.closed() && bookedClose != null && !closes.containsKey(Expected.CLOSE)) {
      findings.accept(
          new Finding(Check.BOOKED, names.booked(id + ":close"), bookedClose, "no such key"));
    }
  }

  private static String orAbsent(@Nullable String value) {
    return value == null ? "absent" : value;
  }
}
