package io.tickwire.rules.store;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.Trigger;
import java.math.BigDecimal;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The value of a partition's {@code doc} hash: exactly one of a position and a trigger, and what
 * its rules need beyond it.
 *
 * @param armedAtNs exchange time, in epoch nanoseconds, of the newest tick that the engine which
 *     accepted it knew of the rule's own source, or a time shortly before the accepting when it
 *     knew none; older ticks do not concern it
 * @param order arming order: rules at the same price fire in it
 * @param armedPrice of a trigger the price of that tick, from which it may have to be crossed;
 *     absent when none was known
 * @param trailedTicks of a position whose change left its trailing stop as it was, where that stood
 *     at that time: what drew it is older than the arming; absent when it begins anew
 * @param goesOnFrom of a position of which a part was closed, the version since which its rules
 *     wait as they do; absent when that is its own
 * @param marksSinceNs of a position the exchange time, in epoch nanoseconds, of the newest mark
 *     that was known when it was accepted: older ones do not liquidate it, however long ago the
 *     last trade was; absent when none was known
 * @param exitsSinceNs of an edited position, which of its exits wait since earlier than the edit;
 *     absent when it was not edited
 */
public record StoredRule(
    @Nullable Position position,
    @Nullable Trigger trigger,
    long armedAtNs,
    long order,
    @Nullable BigDecimal armedPrice,
    @Nullable Long trailedTicks,
    @Nullable Long goesOnFrom,
    @Nullable Long marksSinceNs,
    @Nullable ExitTimes exitsSinceNs) {
  private static final long US_PER_MS = 1_000;

  public StoredRule {
    if ((position == null) == (trigger == null)) {
      throw new IllegalArgumentException("a stored rule is a position or a trigger");
    }
  }

  public static StoredRule of(Position position, long armedAtNs, long order) {
    return new StoredRule(position, null, armedAtNs, order, null, null, null, null, null);
  }

  public static StoredRule of(
      Trigger trigger, long armedAtNs, long order, @Nullable BigDecimal armedPrice) {
    return new StoredRule(null, trigger, armedAtNs, order, armedPrice, null, null, null, null);
  }

  /** The same with a trailing stop that goes on from there; null when it begins anew. */
  public StoredRule trailed(@Nullable Long extremeTicks) {
    return new StoredRule(
        position,
        trigger,
        armedAtNs,
        order,
        armedPrice,
        extremeTicks,
        goesOnFrom,
        marksSinceNs,
        exitsSinceNs);
  }

  /** The same, liquidated by no mark before that time; null when none is known. */
  public StoredRule marked(@Nullable Long sinceNs) {
    return new StoredRule(
        position,
        trigger,
        armedAtNs,
        order,
        armedPrice,
        trailedTicks,
        goesOnFrom,
        sinceNs,
        exitsSinceNs);
  }

  /**
   * The same as an edit of what was stored before: stop and targets that it left as they were wait
   * since they did, and so does the liquidation. A trailing stop waits since the edit, as where it
   * stands is known for now only; under price protection all do, as nothing tells how far last and
   * mark were apart.
   *
   * @param standing the position before, without the targets that had fired
   */
  public StoredRule editedFrom(StoredRule before, Position standing) {
    Position edited = requirePosition();
    boolean isProtected = edited.priceProtectionBp() != null;
    return new StoredRule(
        edited,
        null,
        armedAtNs,
        order,
        armedPrice,
        trailedTicks,
        goesOnFrom,
        edited.liquidationPrice() == null ? marksSinceNs : Long.valueOf(before.marksCountSinceNs()),
        isProtected ? ExitTimes.NONE : ExitTimes.kept(before, standing, edited, armedAtNs));
  }

  /**
   * The same after a part of the position was closed: its other rules wait on, for the ticks since
   * they were armed.
   */
  public StoredRule reducedTo(Position rest) {
    return new StoredRule(
        rest,
        null,
        armedAtNs,
        order,
        armedPrice,
        trailedTicks,
        Long.valueOf(waitsSince()),
        marksSinceNs,
        exitsSinceNs == null ? null : ExitTimes.reduced(this, exitsSinceNs, rest));
  }

  private ExitTimes exits() {
    return exitsSinceNs == null ? ExitTimes.NONE : exitsSinceNs;
  }

  /** Since when the stop waits: exchange time in epoch nanoseconds, as of those below. */
  public long stopSinceNs() {
    return exits().ofStop(armedAtNs);
  }

  /** Since when the target over all that is open waits. */
  public long wholeTargetSinceNs() {
    return exits().ofWholeTarget(armedAtNs);
  }

  public long targetSinceNs(int index) {
    return exits().ofTarget(index, armedAtNs);
  }

  /** Since when marks liquidate it. */
  public long marksCountSinceNs() {
    return marksSinceNs == null ? armedAtNs : marksSinceNs;
  }

  /** Since when the first of its rules waits that an edit may have left as it was. */
  public long firstSinceNs() {
    return exits().earliest(armedAtNs);
  }

  /** The version since which its rules wait as they do. */
  public long waitsSince() {
    return goesOnFrom == null ? version() : goesOnFrom;
  }

  /** The names of all fields that a document may have. */
  public static Set<String> fields() {
    JavaType type = Json.mapper().constructType(StoredRule.class);
    return Json.mapper().getSerializationConfig().introspect(type).findProperties().stream()
        .map(BeanPropertyDefinition::getName)
        .collect(Collectors.toUnmodifiableSet());
  }

  static StoredRule parse(String json) {
    return Json.read(json, StoredRule.class);
  }

  @JsonIgnore
  public String id() {
    return position != null ? position.id() : requireTrigger().id();
  }

  @JsonIgnore
  public String user() {
    return position != null ? position.user() : requireTrigger().user();
  }

  @JsonIgnore
  public String symbol() {
    return position != null ? position.symbol() : requireTrigger().symbol();
  }

  @JsonIgnore
  public long version() {
    return position != null ? position.version() : requireTrigger().version();
  }

  /** When it was accepted, epoch microseconds, by the clock of the engine that did. */
  @JsonIgnore
  public long acceptedUs() {
    return US_PER_MS * (position != null ? position.openedAt() : requireTrigger().createdAt());
  }

  /**
   * The group in which the first to fire cancels the others, of one user and symbol; "" for none.
   * Neither of the two has a space in it, so no group of another user reads the same.
   */
  @JsonIgnore
  public String group() {
    String group = trigger == null ? null : trigger.ocoGroup();
    return group == null ? "" : user() + ' ' + symbol() + ' ' + group;
  }

  /**
   * @throws IllegalStateException when it is a trigger
   */
  public Position requirePosition() {
    if (position == null) {
      throw new IllegalStateException("not a position: id=" + id());
    }
    return position;
  }

  /**
   * @throws IllegalStateException when it is a position
   */
  public Trigger requireTrigger() {
    if (trigger == null) {
      throw new IllegalStateException("not a trigger: id=" + id());
    }
    return trigger;
  }
}
