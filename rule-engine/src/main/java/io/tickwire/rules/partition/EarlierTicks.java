package io.tickwire.rules.partition;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.StoredRule;
import java.util.List;

/** Where the ticks are that came before a record was heard of here. */
enum EarlierTicks {
  /** What came while this engine was there, and what is asked for after a load. */
  HEARD,
  /** Others were asked for, for another record. */
  TOLD_TO_OTHERS,
  /** They may have been evaluated here, and not for this record: it was taken for another. */
  UNHEARD,
  /** They were asked for: there are no more. */
  TOLD;

  /** Live so soon after its acceptance, a record must not wait for what others have to fetch. */
  private static final long PROMPT_US = 2_000_000;

  /**
   * What to ask for: ticks that concern the record and that are not held here, while nobody else
   * has evaluated them for it either. What has fired or goes on from an earlier version has been
   * evaluated, unless Redis has forgotten that.
   */
  List<HistoryQuery> unseen(
      LiveRule record, StoredRule stored, SymbolWatch watch, List<Rule> rules) {
    boolean isNew = record.state().isAsWritten() && stored.goesOnFrom() == null;
    if (this == TOLD || (this == HEARD && !isNew)) {
      return List.of();
    }
    List<Rule> sinceKnown = rules.stream().filter(rule -> isTimeKnown(stored, rule)).toList();
    if (this == UNHEARD) {
      return watch.notHeld(stored.symbol(), sinceKnown, false);
    }
    List<Rule> fresh = sinceKnown.stream().filter(rule -> !wasThereBefore(stored, rule)).toList();
    boolean isPrompt = record.state().committedUs() < stored.acceptedUs() + PROMPT_US;
    return watch.unseenBy(stored.symbol(), fresh, record.state().committedUs(), isPrompt);
  }

  /** An edit left it as it was: what came until then has been evaluated. */
  static boolean wasThereBefore(StoredRule stored, Rule rule) {
    return stored.exitsSinceNs() != null
        && (rule.kind() == ExecutionKind.LIQUIDATION || rule.armedAtNs() < stored.armedAtNs());
  }

  /** Where no price was known, a rule waits since a time that is only about right. */
  private static boolean isTimeKnown(StoredRule stored, Rule rule) {
    if (stored.trigger() != null) {
      return stored.armedPrice() != null;
    }
    return rule.source() != PriceSource.MARK || stored.marksSinceNs() != null;
  }
}
