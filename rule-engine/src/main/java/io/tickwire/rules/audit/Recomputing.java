package io.tickwire.rules.audit;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.Position;
import io.tickwire.rules.accounting.Closing;
import io.tickwire.rules.accounting.Contract;
import io.tickwire.rules.store.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes one position from its document and the executions of its parts, and tells in which
 * fields the document is wrong. What cannot be recomputed is believed as booked, but for the last
 * close, which must make up what the document says. Not thread-safe.
 */
final class Recomputing {
  private final Position position;
  private final @Nullable Contract contract;
  private final boolean anyFeeRate;
  private final Map<String, Tally.OfClose> booked;
  private final String key;
  private final Consumer<Finding> findings;
  private final List<Expected.Step> steps = new ArrayList<>();

  private BigDecimal open;
  private BigDecimal margin;
  private BigDecimal gross = BigDecimal.ZERO;
  private BigDecimal fees;

  /**
   * @param booked closes in the ledger, by the name of their step
   * @param reservedE8 margin and fee under the business key of the opening; null when absent
   * @param bookedOpenFeeE8 the opening fee in the ledger
   * @param key of the document
   */
  Recomputing(
      Position position,
      Terms terms,
      Map<String, Tally.OfClose> booked,
      @Nullable Long reservedE8,
      long bookedOpenFeeE8,
      String key,
      Consumer<Finding> findings) {
    this.position = position;
    this.anyFeeRate = terms.anyFeeRate();
    this.booked = booked;
    this.key = key;
    this.findings = findings;
    Instrument instrument = terms.instrument(position.symbol());
    this.contract = instrument == null ? null : Contract.of(instrument);
    this.open = position.quantity();
    if (contract != null) {
      this.margin =
          contract.margin(position.quantity(), position.entryPrice(), position.leverage());
    } else {
      this.margin =
          reservedE8 == null || position.reductions() == 0
              ? position.margin()
              : Money.ofE8(reservedE8 - bookedOpenFeeE8);
    }
    this.fees =
        contract == null || anyFeeRate
            ? Money.ofE8(bookedOpenFeeE8)
            : contract.fee(position.quantity(), position.entryPrice());
    if (instrument != null && !position.currency().equals(instrument.settle())) {
      findings.accept(
          new Finding(Check.DOCUMENT, key + " currency", position.currency(), instrument.settle()));
    }
  }

  /**
   * @param parts executions of the parts that the document knows, in their order; null for one that
   *     is not on record
   * @throws ArithmeticException for an amount that no account could hold
   */
  Expected expected(List<@Nullable Part> parts) {
    long marginE8 = Money.toE8(margin);
    boolean closed = Expected.isClosed(position);
    BigDecimal openFee = fees;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part != null) {
        boolean last = !closed && i == parts.size() - 1;
        step(part.name(), part.execution(), last);
      }
    }
    if (closed) {
      end();
    }
    document(closed, parts.contains(null));
    boolean openFeeKnown = contract != null && !anyFeeRate;
    return new Expected(
        closed,
        position.currency(),
        marginE8,
        openFeeKnown ? Long.valueOf(Money.toE8(openFee)) : null,
        steps,
        position.executionId());
  }

  /** A part that the ledger has. */
  record Part(String name, Execution execution) {}

  private void step(String name, Execution execution, boolean last) {
    step(name, execution.quantity(), execution.fillPrice(), execution.kind(), last);
  }

  private void end() {
    BigDecimal exit = present("exit_price", position.exitPrice());
    ExecutionKind kind =
        position.closeReason() == null ? ExecutionKind.USER : position.closeReason();
    step(Expected.CLOSE, open, exit, kind, true);
  }

  private void step(
      String name, BigDecimal quantity, BigDecimal exit, ExecutionKind kind, boolean last) {
    Tally.OfClose found = booked.getOrDefault(name, new Tally.OfClose());
    BigDecimal released = Contract.marginOf(quantity, open, margin);
    boolean known = contract != null && exit.signum() > 0;
    BigDecimal fee = last ? remaining(position.fees(), fees) : Money.ofE8(-found.fee.sumE8);
    BigDecimal insurance = Money.ofE8(found.insurance.sumE8);
    BigDecimal stepGross =
        last ? remaining(position.gross(), gross.add(insurance)) : Money.ofE8(found.gross.sumE8);
    if (known && contract != null) {
      Closing.Open before = new Closing.Open(position.side(), open, position.entryPrice(), margin);
      Closing amounts = Closing.of(contract, before, quantity, exit, kind);
      stepGross = amounts.gross();
      fee = anyFeeRate ? fee : amounts.closeFee();
      insurance = Closing.insurance(contract, stepGross, fee, released);
    }
    steps.add(
        new Expected.Step(
            name,
            Money.toE8(stepGross),
            Money.toE8(fee),
            Money.toE8(insurance),
            Money.toE8(released)));
    gross = gross.add(stepGross).add(insurance);
    fees = fees.add(fee);
    boolean all = name.equals(Expected.CLOSE);
    open = open.subtract(quantity);
    margin = all ? released : margin.subtract(released);
  }

  private static BigDecimal remaining(@Nullable BigDecimal whole, BigDecimal others) {
    return whole == null ? BigDecimal.ZERO : whole.subtract(others);
  }

  private void document(boolean closed, boolean incomplete) {
    if (closed) {
      present("gross", position.gross());
    }
    if (incomplete) {
      return;
    }
    compare("margin", position.margin(), margin);
    compare("open_quantity", position.openQuantity(), open);
    if (position.gross() != null || !steps.isEmpty()) {
      compare("gross", orZero(position.gross()), gross);
    }
    compare("fees", position.fees(), fees);
    BigDecimal net = closed ? present("net", position.net()) : position.net();
    if (net != null) {
      compare(
          "net",
          net,
          orZero(position.gross()).subtract(position.fees()).add(orZero(position.funding())));
    }
  }

  private BigDecimal present(String field, @Nullable BigDecimal amount) {
    if (amount == null) {
      findings.accept(new Finding(Check.DOCUMENT, key + " " + field, "absent", "present"));
      return BigDecimal.ZERO;
    }
    return amount;
  }

  private static BigDecimal orZero(@Nullable BigDecimal amount) {
    return amount == null ? BigDecimal.ZERO : amount;
  }

  private void compare(String field, BigDecimal found, BigDecimal expected) {
    if (found.compareTo(expected) != 0) {
      findings.accept(
          new Finding(
              Check.DOCUMENT,
              key + " " + field,
              Money.plain(found).toPlainString(),
              Money.plain(expected).toPlainString()));
    }
  }
}
