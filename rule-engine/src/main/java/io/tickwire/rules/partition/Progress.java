package io.tickwire.rules.partition;

import io.tickwire.rules.evaluation.TakenSide;
import io.tickwire.rules.evaluation.TrailingExtreme;
import io.tickwire.rules.store.CheckpointStore;
import io.tickwire.rules.store.CheckpointText;
import io.tickwire.rules.store.ExtremeText;
import io.tickwire.rules.store.SideText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How far a partition has come, against what was written of it last. Confined to the engine's event
 * loop.
 */
final class Progress {
  private final Map<String, String> checkpoints = new HashMap<>();
  private final Map<String, String> extremes = new HashMap<>();

  /** What Redis holds, by whomever it was written. */
  void begin(CheckpointStore.Saved saved) {
    checkpoints.putAll(saved.checkpoints());
    extremes.putAll(saved.extremes());
  }

  /** What has changed, and remembers it as written. After a failed write call {@link #forget}. */
  CheckpointStore.Changes changes(Map<String, SymbolWatch> watches) {
    Map<String, String> newCheckpoints = new HashMap<>();
    Map<String, String> newExtremes = new HashMap<>();
    Set<String> goneSymbols = new HashSet<>(checkpoints.keySet());
    Set<String> goneExtremes = new HashSet<>(extremes.keySet());
    watches.forEach(
        (symbol, watch) -> {
          if (watch.owners.isEmpty()) {
            return;
          }
          goneSymbols.remove(symbol);
          String text = CheckpointText.write(watch.evaluator.checkpoint());
          if (!text.equals(checkpoints.put(symbol, text))) {
            newCheckpoints.put(symbol, text);
          }
          Map<String, String> standing = new HashMap<>();
          for (TrailingExtreme extreme : watch.evaluator.extremes()) {
            standing.put(ExtremeText.field(extreme), ExtremeText.write(extreme));
          }
          for (TakenSide side : watch.evaluator.sides()) {
            standing.put(SideText.field(side), SideText.write(side));
          }
          goneExtremes.removeAll(standing.keySet());
          standing.forEach(
              (key, value) -> {
                if (!value.equals(extremes.put(key, value))) {
                  newExtremes.put(key, value);
                }
              });
        });
    checkpoints.keySet().removeAll(goneSymbols);
    extremes.keySet().removeAll(goneExtremes);
    return new CheckpointStore.Changes(newCheckpoints, newExtremes, goneSymbols, goneExtremes);
  }

  /** Nothing is known to be written: all of it is news next time. */
  void forget() {
    checkpoints.replaceAll((symbol, text) -> "");
    extremes.replaceAll((key, value) -> "");
  }
}
