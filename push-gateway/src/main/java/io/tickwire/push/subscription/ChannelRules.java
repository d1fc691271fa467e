package io.tickwire.push.subscription;

import io.tickwire.common.wire.ErrorCode;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.auth.Scope;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Which channel a requested name means and whether the asker may hear it. A name is compared as it
 * is: no decoding, trimming or folding of case can lead to another user's channel.
 */
public final class ChannelRules {
  private static final String MARKET = "market:";
  private static final String USER = "user:";

  private final Predicate<String> isKnownSymbol;

  public ChannelRules(Predicate<String> isKnownSymbol) {
    this.isKnownSymbol = isKnownSymbol;
  }

  public ChannelVerdict resolve(String requested, Principal who) {
    ChannelVerdict verdict = resolveName(requested, who);
    return verdict instanceof ChannelVerdict.Allowed allowed
            && !who.mayHear(allowed.channel().name())
        ? new ChannelVerdict.Refused(ErrorCode.FORBIDDEN, "the token does not allow this channel")
        : verdict;
  }

  private ChannelVerdict resolveName(String requested, Principal who) {
    if (requested.strip().toLowerCase(Locale.ROOT).startsWith(USER)) {
      return user(requested, who);
    }
    if (!requested.startsWith(MARKET)) {
      return new ChannelVerdict.Refused(ErrorCode.UNKNOWN_CHANNEL, "no such channel");
    }
    if (!who.may(Scope.PUSH)) {
      return new ChannelVerdict.Refused(ErrorCode.FORBIDDEN, "the token lacks the scope push");
    }
    String symbol = requested.substring(MARKET.length());
    return isKnownSymbol.test(symbol)
        ? new ChannelVerdict.Allowed(new Channel.Market(symbol))
        : new ChannelVerdict.Refused(ErrorCode.UNKNOWN_CHANNEL, "no such symbol");
  }

  private static ChannelVerdict user(String requested, Principal who) {
    Channel own = new Channel.User(who.user());
    return requested.equals(USER + "me") || requested.equals(own.name())
        ? new ChannelVerdict.Allowed(own)
        : new ChannelVerdict.Refused(ErrorCode.FORBIDDEN, "this channel is another user's");
  }
}
