package io.tickwire.rules.partition;

import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Wait;
import io.tickwire.rules.evaluation.Checkpoint;
import io.tickwire.rules.store.CheckpointStore;
import io.tickwire.rules.store.CheckpointText;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left to go on from after a load: checkpoints and extremes that nobody has used yet.
 * Confined to the engine's event loop.
 */
final class Resumption {
  private static final Logger log = LoggerFactory.getLogger(Resumption.class);

  private final Map<String, Checkpoint> checkpoints = new HashMap<>();
  private final Map<String, String> extremes = new HashMap<>();

  void begin(CheckpointStore.Saved saved) {
    checkpoints.clear();
    extremes.clear();
    extremes.putAll(saved.extremes());
    saved
        .checkpoints()
        .forEach(
            (symbol, text) -> {
              try {
                checkpoints.put(symbol, CheckpointText.parse(text));
              } catch (IllegalArgumentException e) {
                log.error("checkpoint refused symbol={} cause={}", symbol, e.toString());
              }
            });
  }

  /** To be used once, by a new evaluator. */
  @Nullable Checkpoint take(String symbol) {
    return checkpoints.remove(symbol);
  }

  /** A trailing stop of the same version goes on from where it stood. */
  Rule resumed(Rule rule) {
    if (!(rule.waitsFor() instanceof Wait.Trailing trailing) || trailing.extremeTicks() > 0) {
      return rule;
    }
    String saved =
        extremes.remove(Progress.key(rule.ownerId(), rule.kind().wireName(), rule.index()));
    if (saved == null) {
      return rule;
    }
    int bar = saved.indexOf('|');
    long version = Long.parseLong(saved.substring(0, bar));
    long extremeTicks = Long.parseLong(saved.substring(bar + 1));
    return version == rule.version()
        ? rule.with(new Wait.Trailing(trailing.trail(), trailing.activation(), extremeTicks))
        : rule;
  }
}
