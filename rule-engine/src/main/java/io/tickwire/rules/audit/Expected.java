package io.tickwire.rules.audit;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.rules.accounting.Closing;
import io.tickwire.rules.accounting.Contract;
import io.tickwire.rules.store.Money;
import java.math.BigDecimal;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What must be booked for a position, recomputed from its quantity and prices. Amounts in 1e-8.
 *
 * @param grossE8 0 while it is open
 * @param feesE8 of both sides, of the opening while it is open
 * @param openFeeE8 absent when only the sum of both is known
 */
record Expected(
    boolean closed,
    String currency,
    long marginE8,
    long grossE8,
    long feesE8,
    @Nullable Long openFeeE8,
    @Nullable String executionId) {

  /**
   * Also tells in which fields the document itself is wrong. Without its instrument the document is
   * believed.
   *
   * @throws ArithmeticException for an amount that no account could hold
   */
  static Expected of(Position position, Terms terms, String key, Consumer<Finding> findings) {
    Instrument instrument = terms.instrument(position.symbol());
    Contract contract = instrument == null ? null : Contract.of(instrument);
    if (contract != null) {
      compare(
          key + " margin",
          position.margin(),
          contract.margin(position.quantity(), position.entryPrice(), position.leverage()),
          findings);
    }
    if (instrument != null && !position.currency().equals(instrument.settle())) {
      findings.accept(
          new Finding(Check.DOCUMENT, key + " currency", position.currency(), instrument.settle()));
    }
    return position.status() == PositionStatus.CLOSED
        ? closed(position, contract, terms.anyFeeRate(), key, findings)
        : open(position, contract, terms.anyFeeRate(), key, findings);
  }

  private static Expected open(
      Position position,
      @Nullable Contract contract,
      boolean anyFeeRate,
      String key,
      Consumer<Finding> findings) {
    BigDecimal fee =
        contract == null || anyFeeRate
            ? position.fees()
            : contract.fee(position.quantity(), position.entryPrice());
    compare(key + " fees", position.fees(), fee, findings);
    long feeE8 = Money.toE8(fee);
    return new Expected(
        false, position.currency(), Money.toE8(position.margin()), 0, feeE8, feeE8, null);
  }

  private static Expected closed(
      Position position,
      @Nullable Contract contract,
      boolean anyFeeRate,
      String key,
      Consumer<Finding> findings) {
    BigDecimal exit = present(key + " exit_price", position.exitPrice(), findings);
    BigDecimal gross = present(key + " gross", position.gross(), findings);
    BigDecimal net = present(key + " net", position.net(), findings);
    compare(key + " net", net, gross.subtract(position.fees()), findings);
    BigDecimal fees = position.fees();
    Long openFeeE8 = null;
    if (contract != null && exit.signum() > 0) {
      BigDecimal openFee = contract.fee(position.quantity(), position.entryPrice());
      Closing amounts =
          Closing.of(
              contract,
              new Closing.Open(
                  position.side(), position.quantity(), position.entryPrice(), position.margin()),
              position.quantity(),
              exit,
              position.closeReason() == null ? ExecutionKind.USER : position.closeReason());
      compare(key + " gross", gross, amounts.borne(), findings);
      gross = amounts.borne();
      if (!anyFeeRate) {
        BigDecimal both = openFee.add(amounts.closeFee());
        compare(key + " fees", fees, both, findings);
        fees = both;
        openFeeE8 = Money.toE8(openFee);
      }
    }
    return new Expected(
        true,
        position.currency(),
        Money.toE8(position.margin()),
        Money.toE8(gross),
        Money.toE8(fees),
        openFeeE8,
        position.executionId());
  }

  private static BigDecimal present(
      String key, @Nullable BigDecimal amount, Consumer<Finding> findings) {
    if (amount == null) {
      findings.accept(new Finding(Check.DOCUMENT, key, "absent", "present"));
      return BigDecimal.ZERO;
    }
    return amount;
  }

  private static void compare(
      String key, BigDecimal found, BigDecimal expected, Consumer<Finding> findings) {
    if (found.compareTo(expected) != 0) {
      findings.accept(
          new Finding(
              Check.DOCUMENT,
              key,
              Money.plain(found).toPlainString(),
              Money.plain(expected).toPlainString()));
    }
  }
}
