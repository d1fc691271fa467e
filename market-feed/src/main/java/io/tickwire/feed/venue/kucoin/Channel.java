package io.tickwire.feed.venue.kucoin;

import io.tickwire.common.market.Market;
import io.tickwire.common.wire.TickKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The topic families this feed listens to. Trades come from the complete streams; tickers are
 * samples and only good for quotes.
 */
public enum Channel {
  SPOT_MATCH(Market.SPOT, TickKind.TRADE, "/market/match", "trade.l3match"),
  SPOT_TICKER(Market.SPOT, TickKind.QUOTE, "/market/ticker", "trade.ticker"),
  FUTURES_EXECUTION(Market.FUTURES, TickKind.TRADE, "/contractMarket/execution", "match"),
  FUTURES_TICKER(Market.FUTURES, TickKind.QUOTE, "/contractMarket/ticker", "ticker"),
  FUTURES_MARK(Market.FUTURES, TickKind.MARK, "/contract/instrument", "mark.index.price");

  private static final Map<String, Channel> BY_PATH =
      Arrays.stream(values()).collect(Collectors.toMap(Channel::path, channel -> channel));
  private static final List<Channel> SPOT = of(Market.SPOT);
  private static final List<Channel> FUTURES = of(Market.FUTURES);

  private final Market market;
  private final TickKind kind;
  private final String path;
  private final String subject;

  Channel(Market market, TickKind kind, String path, String subject) {
    this.market = market;
    this.kind = kind;
    this.path = path;
    this.subject = subject;
  }

  /**
   * @throws IllegalArgumentException when none has that path
   */
  static Channel ofPath(String path) {
    Channel channel = BY_PATH.get(path);
    if (channel == null) {
      throw new IllegalArgumentException("no such channel: path=" + path);
    }
    return channel;
  }

  private static List<Channel> of(Market market) {
    return Arrays.stream(values()).filter(channel -> channel.market == market).toList();
  }

  /** Everything that is subscribed for a symbol of that market. */
  public static List<Channel> ofMarket(Market market) {
    return market == Market.SPOT ? SPOT : FUTURES;
  }

  public TickKind kind() {
    return kind;
  }

  public String path() {
    return path;
  }

  /** Of the frames that become ticks. */
  String subject() {
    return subject;
  }

  /** Whether that is the {@link #subject}. */
  boolean isSubject(byte[] bytes, int from, int to) {
    int length = subject.length();
    if (to - from != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[from + i] != subject.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
