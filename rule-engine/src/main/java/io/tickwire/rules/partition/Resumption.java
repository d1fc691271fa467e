package io.tickwire.rules.partition;

import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Wait;
import io.tickwire.rules.evaluation.Checkpoint;
import io.tickwire.rules.store.CheckpointStore;
import io.tickwire.rules.store.CheckpointText;
import io.tickwire.rules.store.ExtremeText;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
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
  private final Map<String, ExtremeText> extremes = new HashMap<>();

  void begin(CheckpointStore.Saved saved) {
    checkpoints.clear();
    extremes.clear();
    read("checkpoint", saved.checkpoints(), CheckpointText::parse, checkpoints);
    read("extreme", saved.extremes(), ExtremeText::parse, extremes);
  }

  /** One that cannot be read keeps no other from going on. */
  private static <T> void read(
      String what, Map<String, String> texts, Function<String, T> parse, Map<String, T> into) {
    texts.forEach(
        (field, text) -> {
          try {
            into.put(field, parse.apply(text));
          } catch (IllegalArgumentException e) {
            log.error("{} refused field={} cause={}", what, field, e.toString());
          }
        });
  }

  /** To be used once, by a new evaluator. */
  @Nullable Checkpoint take(String symbol) {
    return checkpoints.remove(symbol);
  }

  /** A trailing stop of the same version goes on from where it stood, however far it was. */
  Rule resumed(Rule rule) {
    if (!(rule.waitsFor() instanceof Wait.Trailing trailing)) {
      return rule;
    }
    ExtremeText saved =
        extremes.remove(ExtremeText.field(rule.ownerId(), rule.kind(), rule.index()));
    return saved != null && saved.version() == rule.version() && saved.extremeTicks() > 0
        ? rule.with(
            new Wait.Trailing(trailing.trail(), trailing.activation(), saved.extremeTicks()))
        : rule;
  }
}
