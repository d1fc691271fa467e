package io.tickwire.rules.query;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.wire.Account;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.rules.accounting.Contract;
import io.tickwire.rules.instrument.InstrumentCatalogue;
import io.tickwire.rules.store.AccountStore;
import io.tickwire.rules.store.History;
import io.tickwire.rules.store.Money;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A user's account as the contract shows it. Unrealized profit is that of the newest {@value
 * #MAX_POSITIONS} open positions at the last prices; one whose last price no engine knows counts 0.
 * Confined to the engine's event loop.
 */
public final class Accounts {
  private static final int MAX_POSITIONS = 500;

  private final AccountStore store;
  private final History history;
  private final InstrumentCatalogue instruments;
  private final LastPrices prices;
  private final Map<String, Long> paperE8;

  /**
   * @param paperE8 by currency, what an untouched account holds, in 1e-8
   */
  public Accounts(
      AccountStore store,
      History history,
      InstrumentCatalogue instruments,
      LastPrices prices,
      Map<String, Long> paperE8) {
    this.store = store;
    this.history = history;
    this.instruments = instruments;
    this.prices = prices;
    this.paperE8 = Map.copyOf(paperE8);
  }

  /** What a new account holds of a currency, in 1e-8. */
  public long paperE8(String currency) {
    return paperE8.getOrDefault(currency, 0L);
  }

  public Future<Account> account(String user) {
    return amounts(user)
        .compose(amounts -> unrealized(user).map(profits -> account(amounts, profits)));
  }

  /** All currencies the user has, also those nobody has touched yet. */
  public Future<Map<String, AccountStore.Amounts>> amounts(String user) {
    return store
        .amounts(user)
        .map(
            touched -> {
              Map<String, AccountStore.Amounts> all = new TreeMap<>(touched);
              paperE8.forEach(
                  (currency, e8) -> all.putIfAbsent(currency, AccountStore.Amounts.untouched(e8)));
              return all;
            });
  }

  private static Account account(
      Map<String, AccountStore.Amounts> amounts, Map<String, BigDecimal> profits) {
    List<Account.Balance> balances = new ArrayList<>();
    amounts.forEach(
        (currency, of) ->
            balances.add(
                new Account.Balance(
                    currency,
                    Money.ofE8(of.balanceE8()),
                    Money.ofE8(of.availableE8()),
                    Money.ofE8(of.usedE8()),
                    Money.ofE8(of.realizedE8()),
                    Money.plain(profits.getOrDefault(currency, BigDecimal.ZERO)))));
    return new Account(balances);
  }

  private Future<Map<String, BigDecimal>> unrealized(String user) {
    return history
        .page(user, History.Kind.POSITIONS, true, null, MAX_POSITIONS, Position.class)
        .compose(
            positions -> {
              Map<String, Future<Optional<BigDecimal>>> asked = new HashMap<>();
              positions.forEach(position -> asked.computeIfAbsent(position.symbol(), prices::of));
              return Future.all(List.copyOf(asked.values())).map(ignored -> sum(positions, asked));
            });
  }

  private Map<String, BigDecimal> sum(
      List<Position> positions, Map<String, Future<Optional<BigDecimal>>> prices) {
    Map<String, BigDecimal> sums = new HashMap<>();
    for (Position position : positions) {
      Instrument instrument = instruments.find(position.symbol());
      Future<Optional<BigDecimal>> price = prices.get(position.symbol());
      if (instrument != null
          && price != null
          && price.result().isPresent()
          && position.status() != PositionStatus.CLOSED) {
        BigDecimal profit =
            Contract.of(instrument)
                .gross(
                    position.side(),
                    position.openQuantity(),
                    position.entryPrice(),
                    price.result().get());
        sums.merge(position.currency(), profit, BigDecimal::add);
      }
    }
    return sums;
  }
}
