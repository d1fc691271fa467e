package io.tickwire.push.subscription;

import io.tickwire.common.wire.ErrorCode;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.auth.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which channel a requested name means and whether the asker may hear it. A name is compared as it
 * is: no decoding, trimming or folding of case can lead to another user's channel.
 */
public final class ChannelRules {
  private static final String MARKET = "market:";
  private static final String USER = "user:";
  private static final String WATCHLIST = "watchlist:";

  private static final List<String> FAMILIES =
      List.of("signals:*", "tier_patterns", "market_insights", "alerts", "token.*", "global.*");

  private final Predicate<String> isKnownSymbol;
  private final List<String> families;

  /** Those that are named like their family, one for all who ask for it. */
  private final Map<String, Channel.Topic> common;

  /**
   * @param more families that an operator adds: names, or patterns that end in {@code *}
   */
  public ChannelRules(Predicate<String> isKnownSymbol, List<String> more) {
    this.isKnownSymbol = isKnownSymbol;
    this.families = Stream.concat(FAMILIES.stream(), more.stream()).toList();
    this.common =
        families.stream()
            .distinct()
            .collect(Collectors.toUnmodifiableMap(name -> name, Channel.Topic::new));
  }

  /**
   * Whether an operator may add this family: it would hide nobody's channel and no market.
   *
   * @param family a name or a pattern
   */
  public static boolean isPossibleFamily(String family) {
    return ChannelPattern.isWellFormed(family)
        && !family.startsWith("*")
        && !ChannelPattern.fits(family, "user:someone")
        && Stream.of("user", "market", "watchlist").noneMatch(ours -> isOrIsIn(family, ours));
  }

  private static boolean isOrIsIn(String family, String ours) {
    return family.equals(ours) || family.startsWith(ours + ":");
  }

  /**
   * What a channel belongs to: {@code market}, {@code user}, {@code watchlist}, or the name or
   * pattern of its family. There are as many as are configured, and no user adds one.
   */
  public String family(Channel channel) {
    String name = channel.name();
    return Stream.of(MARKET, USER, WATCHLIST)
        .filter(name::startsWith)
        .map(prefix -> prefix.substring(0, prefix.length() - 1))
        .findFirst()
        .or(() -> families.stream().filter(family -> ChannelPattern.fits(family, name)).findFirst())
        .orElse("other");
  }

  public ChannelVerdict resolve(String requested, Principal who) {
    ChannelVerdict verdict = resolveName(requested, who);
    return verdict instanceof ChannelVerdict.Allowed allowed
            && !mayHear(who, allowed.channel().name())
        ? new ChannelVerdict.Refused(ErrorCode.FORBIDDEN, "the token does not allow this channel")
        : verdict;
  }

  /**
   * Whether the token's own list of channels leaves room for this one: it names it, or a pattern
   * that stands for it and perhaps others, or the beginning of its name before a {@code *}.
   *
   * @param channel a name, or a pattern of which all must be allowed
   */
  public static boolean mayHear(Principal who, String channel) {
    return who.channels().isEmpty()
        || who.channels().stream().anyMatch(entry -> allows(own(entry, who), channel));
  }

  private static String own(String entry, Principal who) {
    return entry.equals(USER + "me") || entry.equals(WATCHLIST + "me")
        ? entry.substring(0, entry.length() - "me".length()) + who.user()
        : entry;
  }

  private static boolean allows(String entry, String channel) {
    return ChannelPattern.fits(entry, channel)
        || (entry.endsWith("*") && channel.startsWith(entry.substring(0, entry.length() - 1)));
  }

  private ChannelVerdict resolveName(String requested, Principal who) {
    String folded = requested.strip().toLowerCase(Locale.ROOT);
    if (folded.startsWith(USER)) {
      return own(requested, USER, new Channel.User(who.user()));
    }
    if (folded.startsWith(WATCHLIST)) {
      return own(requested, WATCHLIST, new Channel.Watchlist(who.user()));
    }
    boolean market = requested.startsWith(MARKET);
    if (!market && !isInAFamily(requested)) {
      return new ChannelVerdict.Refused(ErrorCode.UNKNOWN_CHANNEL, "no such channel");
    }
    if (!who.may(Scope.PUSH)) {
      return new ChannelVerdict.Refused(ErrorCode.FORBIDDEN, "the token lacks the scope push");
    }
    if (!market) {
      Channel.Topic shared = common.get(requested);
      return new ChannelVerdict.Allowed(shared == null ? new Channel.Topic(requested) : shared);
    }
    String symbol = requested.substring(MARKET.length());
    return isKnownSymbol.test(symbol)
        ? new ChannelVerdict.Allowed(new Channel.Market(symbol))
        : new ChannelVerdict.Refused(ErrorCode.UNKNOWN_CHANNEL, "no such symbol");
  }

  private boolean isInAFamily(String requested) {
    return ChannelPattern.isWellFormed(requested)
        && families.stream().anyMatch(family -> ChannelPattern.fits(family, requested));
  }

  private static ChannelVerdict own(String requested, String prefix, Channel own) {
    return requested.equals(prefix + "me") || requested.equals(own.name())
        ? new ChannelVerdict.Allowed(own)
        : new ChannelVerdict.Refused(ErrorCode.FORBIDDEN, "this channel is another user's");
  }
}
