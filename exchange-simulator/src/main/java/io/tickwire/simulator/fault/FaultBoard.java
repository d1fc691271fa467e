package io.tickwire.simulator.fault;

import io.tickwire.simulator.market.Market;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The faults that are on. Times are nanoseconds of a clock that does not go back. Confined to the
 * simulator's event loop.
 */
public final class FaultBoard {
  private static final class Active {
    final FaultOrder order;
    final long startNs;
    int left;

    Active(FaultOrder order, long startNs, int left) {
      this.order = order;
      this.startNs = startNs;
      this.left = left;
    }

    boolean isOver(long nowNs) {
      long durationNs = TimeUnit.MILLISECONDS.toNanos(order.durationMs());
      return left == 0 || (durationNs > 0 && nowNs - startNs >= durationNs);
    }
  }

  private static final int ALL = -1;

  private final List<Active> active = new ArrayList<>();

  /** From now on; those that happen at once are not kept. */
  public void add(FaultOrder order, long nowNs) {
    if (order.kind().span() == FaultKind.Span.AT_ONCE) {
      return;
    }
    boolean one =
        order.kind().span() == FaultKind.Span.NEXT_ONE
            && order.durationMs() == 0
            && order.count() == 0;
    active.add(new Active(order, nowNs, one ? 1 : order.count() == 0 ? ALL : order.count()));
  }

  public void clear() {
    active.clear();
  }

  /** Whether a lasting fault hits that socket now. */
  public boolean isOn(FaultKind kind, Market market, @Nullable String connection, long nowNs) {
    return find(kind, market, connection, nowNs) != null;
  }

  /** Whether it hits this time; a counted fault is used up by it. */
  public boolean take(FaultKind kind, Market market, @Nullable String connection, long nowNs) {
    return takeOrder(kind, market, connection, nowNs).isPresent();
  }

  /** {@link #take}, and what was ordered. */
  public Optional<FaultOrder> takeOrder(
      FaultKind kind, Market market, @Nullable String connection, long nowNs) {
    if (active.isEmpty()) {
      return Optional.empty();
    }
    Active found = find(kind, market, connection, nowNs);
    if (found == null) {
      return Optional.empty();
    }
    if (found.left > 0) {
      found.left--;
    }
    return Optional.of(found.order);
  }

  /** Whether data of that symbol is kept back for ever. */
  public boolean isSilent(Market market, String connection, String symbol, long nowNs) {
    if (active.isEmpty()) {
      return false;
    }
    purge(nowNs);
    return active.stream()
        .map(one -> one.order)
        .anyMatch(
            order ->
                order.kind() == FaultKind.SILENT_TOPIC
                    && order.hits(market, connection)
                    && symbol.equals(order.symbol()));
  }

  private @Nullable Active find(
      FaultKind kind, Market market, @Nullable String connection, long nowNs) {
    if (active.isEmpty()) {
      return null;
    }
    purge(nowNs);
    for (Active one : active) {
      if (one.order.kind() == kind && one.order.hits(market, connection)) {
        return one;
      }
    }
    return null;
  }

  private void purge(long nowNs) {
    for (Iterator<Active> all = active.iterator(); all.hasNext(); ) {
      if (all.next().isOver(nowNs)) {
        all.remove();
      }
    }
  }

  /** Whether nothing is on: the quick way past it. */
  public boolean isEmpty() {
    return active.isEmpty();
  }

  /** The faults that are on. */
  public List<FaultOrder> orders(long nowNs) {
    purge(nowNs);
    return active.stream().map(one -> one.order).toList();
  }
}
