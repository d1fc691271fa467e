package io.tickwire.rules.audit;

/**
 * Where the money of one currency is, in 1e-8.
 *
 * @param startE8 paper money that the ledgers began with
 * @param balancesE8 what the accounts hold
 * @param feesE8 what they paid, recomputed from the positions
 * @param houseE8 what the house won of them, recomputed from the positions; what they won of it is
 *     negative
 */
public record Sums(long startE8, long balancesE8, long feesE8, long houseE8) {
  public static final Sums NONE = new Sums(0, 0, 0, 0);

  public Sums plus(Sums other) {
    return new Sums(
        Math.addExact(startE8, other.startE8),
        Math.addExact(balancesE8, other.balancesE8),
        Math.addExact(feesE8, other.feesE8),
        Math.addExact(houseE8, other.houseE8));
  }

  /** What is missing (negative) or too much; 0 when no money came or went. */
  public long differenceE8() {
    return Math.subtractExact(Math.addExact(Math.addExact(balancesE8, feesE8), houseE8), startE8);
  }
}
