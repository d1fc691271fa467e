package io.tickwire.feed.placement;

import io.tickwire.common.cluster.Rendezvous;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Which of the wanted symbols one feed serves: every feed computes the same shares. Pure. */
public final class ServedSymbols {
  private ServedSymbols() {}

  /**
   * @param wanted by anyone
   * @param exists whether the symbol is an instrument
   * @param self name of this feed
   * @param feeds names of the live feeds, sorted
   * @param replicas how many feeds serve a symbol
   */
  public static Set<String> of(
      Collection<String> wanted,
      Predicate<String> exists,
      String self,
      List<String> feeds,
      int replicas) {
    Set<String> served = new TreeSet<>();
    for (String symbol : wanted) {
      if (exists.test(symbol) && Rendezvous.isOwner(self, symbol, feeds, replicas)) {
        served.add(symbol);
      }
    }
    return served;
  }
}
