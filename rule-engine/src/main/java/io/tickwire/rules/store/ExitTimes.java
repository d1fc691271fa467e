package io.tickwire.rules.store;

import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.TakeProfit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Since when the exits of a position wait that an edit left as they were: exchange times in epoch
 * nanoseconds. One that is absent waits since its document was armed. Immutable, any thread.
 *
 * @param takeProfits one for each target of the document, in its order; empty when none waits since
 *     earlier
 */
public record ExitTimes(
    @Nullable Long stopLoss, @Nullable Long takeProfit, List<Long> takeProfits) {
  static final ExitTimes NONE = new ExitTimes(null, null, List.of());

  public ExitTimes {
    takeProfits = takeProfits == null ? List.of() : List.copyOf(takeProfits);
  }

  long ofStop(long armedAtNs) {
    return stopLoss == null ? armedAtNs : stopLoss;
  }

  long ofWholeTarget(long armedAtNs) {
    return takeProfit == null ? armedAtNs : takeProfit;
  }

  long ofTarget(int index, long armedAtNs) {
    return index < takeProfits.size() ? takeProfits.get(index) : armedAtNs;
  }

  /** The earliest of all. */
  long earliest(long armedAtNs) {
    long earliest = Math.min(ofStop(armedAtNs), ofWholeTarget(armedAtNs));
    for (long each : takeProfits) {
      earliest = Math.min(earliest, each);
    }
    return Math.min(earliest, armedAtNs);
  }

  /**
   * Those of an edited position.
   *
   * @param before what was stored
   * @param standing the position before, without the targets that had fired
   * @param armedAtNs when the edit was armed
   */
  static ExitTimes kept(StoredRule before, Position standing, Position edited, long armedAtNs) {
    return new ExitTimes(
        isSame(standing.stopLoss(), edited.stopLoss()) ? before.stopSinceNs() : null,
        isSame(standing.takeProfit(), edited.takeProfit()) ? before.wholeTargetSinceNs() : null,
        keptTargets(before, standing, edited, armedAtNs));
  }

  private static List<Long> keptTargets(
      StoredRule before, Position standing, Position edited, long armedAtNs) {
    List<TakeProfit> left = new ArrayList<>(standing.takeProfits());
    List<Long> times = new ArrayList<>();
    for (TakeProfit target : edited.takeProfits()) {
      boolean isKept = takeOut(left, target);
      times.add(isKept ? latest(before, target, ExitTimes::isSame) : armedAtNs);
    }
    return times;
  }

  private static boolean takeOut(List<TakeProfit> from, TakeProfit target) {
    for (int i = 0; i < from.size(); i++) {
      if (isSame(from.get(i), target)) {
        from.remove(i);
        return true;
      }
    }
    return false;
  }

  /**
   * The same after a part was closed: targets have gone, become smaller, or moved in their list.
   */
  static ExitTimes reduced(StoredRule before, ExitTimes times, Position rest) {
    List<Long> targets =
        rest.takeProfits().stream()
            .map(
                target ->
                    latest(before, target, (one, other) -> isSame(one.price(), other.price())))
            .toList();
    return new ExitTimes(times.stopLoss, times.takeProfit, targets);
  }

  /** Since when a target waits; of several alike the one that has waited least. */
  private static Long latest(
      StoredRule before, TakeProfit target, BiPredicate<TakeProfit, TakeProfit> isAlike) {
    List<TakeProfit> all = before.requirePosition().takeProfits();
    Long latest = null;
    for (int i = 0; i < all.size(); i++) {
      long since = before.targetSinceNs(i);
      if (isAlike.test(all.get(i), target) && (latest == null || latest < since)) {
        latest = since;
      }
    }
    return latest == null ? before.armedAtNs() : latest;
  }

  private static boolean isSame(TakeProfit one, TakeProfit other) {
    return isSame(one.price(), other.price()) && isSame(one.quantity(), other.quantity());
  }

  private static boolean isSame(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    return one != null && other != null && one.compareTo(other) == 0;
  }
}
