package io.tickwire.rules.partition;

import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Wait;
import io.tickwire.rules.evaluation.Checkpoint;
import io.tickwire.rules.store.CheckpointStore;
import io.tickwire.rules.store.CheckpointText;
import io.tickwire.rules.store.ExtremeText;
import io.tickwire.rules.store.SideText;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left to go on from after a load: checkpoints, extremes and sides that nobody has used
 * yet. Confined to the engine's event loop.
 */
final class Resumption {
  private static final Logger log = LoggerFactory.getLogger(Resumption.class);

  private final Map<String, Checkpoint> checkpoints = new HashMap<>();
  private final Map<String, ExtremeText> extremes = new HashMap<>();
  private final Map<String, SideText> sides = new HashMap<>();

  void begin(CheckpointStore.Saved saved) {
    checkpoints.clear();
    extremes.clear();
    sides.clear();
    read("checkpoint", saved.checkpoints(), CheckpointText::parse, checkpoints);
    Map<String, String> trailing = new HashMap<>();
    Map<String, String> crossing = new HashMap<>();
    saved
        .extremes()
        .forEach((field, text) -> (SideText.isField(field) ? crossing : trailing).put(field, text));
    read("extreme", trailing, ExtremeText::parse, extremes);
    read("side", crossing, SideText::parse, sides);
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

  /**
   * A symbol that nothing waits on is not evaluated on: where its prices stood tells nobody
   * anything later.
   */
  void forgetAllBut(Set<String> symbols) {
    checkpoints.keySet().retainAll(symbols);
  }

  /** To be used once, by a new evaluator. */
  @Nullable Checkpoint take(String symbol) {
    return checkpoints.remove(symbol);
  }

  /**
   * A trailing stop goes on from where it stood, however far it was, and a crossing from the side
   * it had.
   *
   * @param since the version since which the rule waits as it does
   */
  Rule resumed(Rule rule, long since) {
    String field = ExtremeText.field(rule.ownerId(), rule.kind(), rule.index());
    if (rule.waitsFor() instanceof Wait.Trailing trailing) {
      return resumed(rule, trailing, extremes.remove(field), since);
    }
    return rule.waitsFor() instanceof Wait.Cross cross
        ? resumed(rule, cross, sides.remove(field))
        : rule;
  }

  private static Rule resumed(
      Rule rule, Wait.Trailing trailing, @Nullable ExtremeText saved, long since) {
    return saved != null
            && saved.version() >= since
            && saved.version() <= rule.version()
            && saved.extremeTicks() > 0
        ? rule.with(
            new Wait.Trailing(trailing.trail(), trailing.activation(), saved.extremeTicks()))
        : rule;
  }

  private static Rule resumed(Rule rule, Wait.Cross cross, @Nullable SideText saved) {
    return saved != null
            && saved.version() == rule.version()
            && saved.armedAtNs() == rule.armedAtNs()
        ? rule.with(
            new Wait.Cross(
                cross.crossing(), cross.thresholdTicks(), cross.backTicks(), saved.origin()))
        : rule;
  }
}
