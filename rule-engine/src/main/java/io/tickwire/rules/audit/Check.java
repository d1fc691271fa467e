package io.tickwire.rules.audit;

import java.util.Locale;

/** What must hold. The comment says what {@code expected} of a finding is. */
public enum Check {
  /** An account's balance: the sum of its ledger. */
  BALANCE,
  /** An account's realized profit: the sum of its ledger without the paper money. */
  REALIZED,
  /** An account's used margin: the sum over its open positions. */
  USED_MARGIN,
  /** An account's available amount: balance − used margin. */
  AVAILABLE,
  /** Entries of paper money per account and currency: 1. */
  PAPER,
  /** A ledger entry: one of the known kinds, under the key that belongs to it. */
  ENTRY,
  /** Openings of a position in the ledger: 1. */
  OPENING,
  /** Closes of a position in the ledger: 1 when it is closed, 0 before. */
  CLOSE,
  /** A ledger entry of a position: there is such a position. */
  POSITION,
  /** The currency of a position's entries: its own. */
  CURRENCY,
  /** The booked opening fee: recomputed from quantity and entry price. */
  OPEN_FEE,
  /** The booked profit of a close: recomputed from quantity, entry and exit price. */
  GROSS,
  /** The booked closing fee: recomputed from quantity and exit price. */
  CLOSE_FEE,
  /** What the house paid of a close: the loss and fee beyond the margin that it released. */
  INSURANCE,
  /** Payments of funding of a position at one time: 1. */
  FUNDING,
  /** A position's own gross, fees, funding, net, margin and open quantity: recomputed. */
  DOCUMENT,
  /** A business key of an opening or a close: what the position says. */
  BOOKED,
  /** The execution behind a close or a fired trigger: it is on record, with the same price. */
  EXECUTION,
  /** Open positions in the index: those the ledger leaves open. */
  LIVE_INDEX,
  /** An ended trigger: noted under its business key. */
  SETTLED,
  /** An executed trigger: its position was opened; a rejected one: it was not. */
  TRIGGER,
  /** An open position or armed trigger of an account: its partition holds it. */
  WATCHED,
  /** A live record of a partition: its account knows it and has not booked its end. */
  RECORD,
  /** Age of a record between transition and booking: below the limit. */
  CLOSING,
  /** An entry of the transitions: booked within the limit. */
  TRANSITION,
  /** A document: readable. */
  READABLE,
  /** Balances + fees + house of a currency: what all accounts started with. */
  SUM;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  public String wireName() {
    return wireName;
  }
}
