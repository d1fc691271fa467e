package io.tickwire.rules.audit;

/**
 * Entries of the ledger of one kind under one business key. One counts as early when it stood there
 * before the documents were read.
 */
final class Tally {
  int early;
  int all;
  long sumE8;
  long earlyE8;

  void add(long amountE8, boolean isEarly) {
    all++;
    sumE8 += amountE8;
    if (isEarly) {
      early++;
      earlyE8 += amountE8;
    }
  }

  /** The entries of one close, of a part or of all. */
  static final class OfClose {
    final Tally gross = new Tally();
    final Tally fee = new Tally();
    final Tally insurance = new Tally();

    int early() {
      return Math.max(gross.early, fee.early);
    }

    int all() {
      return Math.max(gross.all, fee.all);
    }

    long sumE8() {
      return gross.sumE8 + fee.sumE8 + insurance.sumE8;
    }
  }
}
