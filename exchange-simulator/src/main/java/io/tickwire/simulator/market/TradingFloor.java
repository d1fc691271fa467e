package io.tickwire.simulator.market;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All instruments and their markets. Sequences set out from the start time in milliseconds times
 * 1000, so a simulator that is started again never goes back as long as a symbol trades less than a
 * million times a second.
 *
 * <p>Not thread-safe: confined to one event loop.
 */
public final class TradingFloor {

  private final Map<String, InstrumentState> states = new LinkedHashMap<>();

  public TradingFloor(List<Instrument> instruments, long startMs) {
    for (Instrument instrument : instruments) {
      if (states.put(instrument.symbol(), new InstrumentState(instrument, startMs)) != null) {
        throw new IllegalArgumentException(
            "two instruments share a symbol: " + instrument.symbol());
      }
    }
  }

  public @Nullable InstrumentState find(String symbol) {
    return states.get(symbol);
  }

  public List<InstrumentState> of(Market market) {
    return states.values().stream().filter(s -> s.instrument().market() == market).toList();
  }

  Collection<InstrumentState> all() {
    return Collections.unmodifiableCollection(states.values());
  }

  /**
   * Prints a trade: last, best bid and ask, day statistics and the tape move with it. Marks do not.
   */
  public Trade print(TradeOrder order) {
    InstrumentState state = state(order.instrument());
    Listing listing = state.listing();
    return state.print(
        listing.price().steps(order.price()), listing.size().steps(order.size()), order.timeNs());
  }

  /** Prints a trade that is counted on its listing's grids. */
  public Trade print(InstrumentState state, long priceTicks, long sizeSteps, long timeNs) {
    return state.print(priceTicks, sizeSteps, timeNs);
  }

  /** Sets mark and index exactly; the time never goes back. */
  public InstrumentState setMarks(
      Instrument contract, BigDecimal mark, BigDecimal index, long nowMs) {
    InstrumentState state = state(contract);
    state.setMarks(new Marks(mark, index, state.marks().timeMs()).at(nowMs));
    return state;
  }

  /**
   * Lets mark and index follow the last trade smoothly; they are stamped when they are published.
   */
  public void driftMarks(InstrumentState contract) {
    contract.driftMarks();
  }

  /** Gives the marks the time of their publication, in epoch milliseconds. */
  public void stampMarks(Instrument contract, long nowMs) {
    state(contract).stampMarks(nowMs);
  }

  private InstrumentState state(Instrument instrument) {
    InstrumentState state = states.get(instrument.symbol());
    if (state == null) {
      throw new IllegalArgumentException("no such instrument here: symbol=" + instrument.symbol());
    }
    return state;
  }
}
