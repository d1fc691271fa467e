package io.tickwire.rules.audit;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that was read of one position. An entry of the ledger counts as early when it stood there
 * before the documents were read, and so must be known to them; what the documents say must stand
 * in the whole ledger, which was read on to its end after them.
 */
final class PositionCase {
  private final String id;
  private final Tally opening = new Tally();
  private final Tally gross = new Tally();
  private final Tally closeFee = new Tally();
  private @Nullable String strangeCurrency;
  private @Nullable String currency;
  private @Nullable Expected expected;
  private @Nullable String bookedOpen;
  private @Nullable String bookedClose;

  PositionCase(String id) {
    this.id = id;
  }

  void entry(LedgerEntry entry, boolean early) {
    switch (entry.kind()) {
      case OPEN_FEE -> opening.add(entry.amountE8(), early);
      case GROSS -> gross.add(entry.amountE8(), early);
      case CLOSE_FEE -> closeFee.add(entry.amountE8(), early);
      case PAPER -> throw new IllegalArgumentException("not of a position: id=" + entry.id());
    }
    if (currency == null) {
      currency = entry.currency();
    } else if (!currency.equals(entry.currency())) {
      strangeCurrency = entry.currency();
    }
  }

  void document(Expected document) {
    expected = document;
  }

  void bookedOpen(String value) {
    bookedOpen = value;
  }

  void bookedClose(String value) {
    bookedClose = value;
  }

  /** Whether the account had its margin reserved when it was read. */
  boolean wasOpen() {
    return expected != null
        && closesEarly() == 0
        && (opening.early > 0 || opening.all == 0)
        && !(expected.closed() && gross.all == 0 && closeFee.all == 0);
  }

  /** Whether its close was booked when the account was read. */
  boolean wasClosed() {
    return expected != null
        && expected.closed()
        && (closesEarly() > 0 || (gross.all == 0 && closeFee.all == 0));
  }

  /** As recomputed, or as booked where that cannot be. */
  long openFeeE8() {
    Long known = expected == null ? null : expected.openFeeE8();
    return known == null ? -opening.sumE8 : known;
  }

  @Nullable Expected expected() {
    return expected;
  }

  void check(AccountNames names, Consumer<Finding> findings) {
    Expected document = expected;
    if (document == null) {
      withoutDocument(names, findings);
      return;
    }
    counts(document, names, findings);
    currency(document, names, findings);
    amounts(document, names, findings);
    booked(document, names, findings);
  }

  /** Entries that came after the documents were read may belong to one that came with them. */
  private void withoutDocument(AccountNames names, Consumer<Finding> findings) {
    if (opening.early > 0 || closesEarly() > 0) {
      long sumE8 = opening.sumE8 + gross.sumE8 + closeFee.sumE8;
      findings.accept(
          new Finding(Check.POSITION, names.ledger(id), Finding.text(sumE8), "no entries"));
    }
    if (bookedOpen != null && opening.all == 0) {
      findings.accept(
          new Finding(Check.BOOKED, names.booked(id + ":open"), bookedOpen, "no such key"));
    }
    if (bookedClose != null && gross.all == 0 && closeFee.all == 0) {
      findings.accept(
          new Finding(Check.BOOKED, names.booked(id + ":close"), bookedClose, "no such key"));
    }
  }

  private void counts(Expected document, AccountNames names, Consumer<Finding> findings) {
    if (opening.all != 1) {
      findings.accept(Finding.count(Check.OPENING, names.ledger(id + ":open"), opening.all, 1));
    }
    int closes = Math.max(gross.all, closeFee.all);
    if (document.closed() ? gross.all != 1 || closeFee.all != 1 : closes > 1) {
      int wrong = gross.all == 1 ? closeFee.all : gross.all;
      findings.accept(Finding.count(Check.CLOSE, names.ledger(id + ":close"), wrong, 1));
    } else if (!document.closed() && closesEarly() > 0) {
      findings.accept(Finding.count(Check.CLOSE, names.ledger(id + ":close"), closesEarly(), 0));
    }
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
    if (!document.closed()) {
      return;
    }
    String key = names.ledger(id + ":close");
    if (gross.all == 1 && gross.sumE8 != document.grossE8()) {
      findings.accept(Finding.money(Check.GROSS, key, gross.sumE8, document.grossE8()));
    }
    long closeFeeE8 = document.feesE8() - openFeeE8();
    if (closeFee.all == 1 && closeFee.sumE8 != -closeFeeE8) {
      findings.accept(Finding.money(Check.CLOSE_FEE, key, closeFee.sumE8, -closeFeeE8));
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
    } else if (!document.closed() && bookedClose != null && gross.all == 0) {
      findings.accept(
          new Finding(Check.BOOKED, names.booked(id + ":close"), bookedClose, "no such key"));
    }
  }

  private int closesEarly() {
    return Math.max(gross.early, closeFee.early);
  }

  private static String orAbsent(@Nullable String value) {
    return value == null ? "absent" : value;
  }

  /** Entries of one kind. */
  private static final class Tally {
    int early;
    int all;
    long sumE8;

    void add(long amountE8, boolean isEarly) {
      all++;
      early += isEarly ? 1 : 0;
      sumE8 += amountE8;
    }
  }
}
