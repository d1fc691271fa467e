package io.tickwire.rules.partition;

import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.StoredRule;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The live records of a partition as they are known here. Decides what is news: a version replaces
 * older ones and is never replaced by them, in whatever order they come. Not thread-safe.
 */
final class LiveRecords {
  private final Map<String, LiveRule> byId = new HashMap<>();

  @Nullable LiveRule find(String id) {
    return byId.get(id);
  }

  /** The document of a record; null also when it is not known. */
  @Nullable StoredRule document(String id) {
    LiveRule known = byId.get(id);
    return known == null ? null : known.rule();
  }

  /**
   * @return false when this version or a newer one is known
   */
  boolean put(LiveRule record) {
    LiveRule known = byId.get(record.id());
    if (known != null && known.state().version() >= record.state().version()) {
      return false;
    }
    byId.put(record.id(), record);
    return true;
  }

  /**
   * Something fired and the record lives on; its document stands as it was.
   *
   * @return the record now; null when that is no news, or of a document that is not known
   */
  @Nullable LiveRule putFired(LiveRule change) {
    LiveRule known = byId.get(change.id());
    if (known == null
        || known.state().version() >= change.state().version()
        || known.state().rules() != change.state().rules()) {
      return null;
    }
    LiveRule now = new LiveRule(change.id(), change.state(), known.rule());
    byId.put(change.id(), now);
    return now;
  }

  /**
   * @return the record that ended with that version; null when a newer one lives, or none
   */
  @Nullable LiveRule end(String id, long version) {
    LiveRule known = byId.get(id);
    if (known == null || known.state().version() > version) {
      return null;
    }
    return byId.remove(id);
  }

  @Nullable Long versionOf(String id) {
    LiveRule known = byId.get(id);
    return known == null ? null : Long.valueOf(known.state().version());
  }

  @Nullable RuleState stateOf(String id) {
    LiveRule known = byId.get(id);
    return known == null ? null : known.state();
  }

  Map<String, RuleState> states() {
    Map<String, RuleState> states = new HashMap<>();
    byId.forEach((id, record) -> states.put(id, record.state()));
    return states;
  }

  /** By symbol, since when a rule of it waits, as far as that is known. */
  Map<String, Long> armedSinceNs() {
    Map<String, Long> armedNs = new HashMap<>();
    for (LiveRule record : byId.values()) {
      StoredRule stored = record.rule();
      if (stored != null && stored.armedAtNs() > 0) {
        armedNs.merge(stored.symbol(), stored.firstSinceNs(), Math::min);
      }
    }
    return armedNs;
  }

  int size() {
    return byId.size();
  }
}
