package io.tickwire.feed.venue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Tick;
import java.util.List;
import java.util.Map;

/**
 * An exchange as the feed sees it: how it spells what we ask and what it answers. Pure; one package
 * below this one implements it, and nothing else knows the exchange.
 */
public interface Venue {
  /** The topics that together carry all we want of a symbol. */
  List<Topic> topics(Market market, String symbol);

  /** As data frames name the topic. */
  String text(Topic topic);

  /** A reader for one socket. */
  FrameReader reader(TopicLookup topics);

  /** Where to connect with that leave. */
  String uri(ConnectGrant grant, String connectId);

  /**
   * One message for many symbols of one channel, answered by an ack with the same id.
   *
   * @param channel of {@link Topic#channel}
   */
  String subscribe(String id, String channel, List<String> symbols);

  String unsubscribe(String id, String channel, List<String> symbols);

  String ping(String id);

  /**
   * @param answersRequest whether its id is that of a request under way
   */
  Reaction reaction(VenueFrame.Failure failure, boolean answersRequest);

  /**
   * The payload of a REST answer.
   *
   * @throws IllegalArgumentException with one sentence when the exchange refused or it is no answer
   */
  JsonNode payload(byte[] body);

  /** A new leave to connect. */
  RestCall<ConnectGrant> grant(Market market);

  RestCall<VenueInstruments> instruments(Market market);

  /** Calls that together bring the newest prices of every symbol of the market, by symbol. */
  List<RestCall<Map<String, Tick>>> firstPrices(Market market);

  /** The newest trades of a symbol that the exchange still tells, oldest first. */
  RestCall<List<Tick>> trades(Market market, String symbol);

  /**
   * One-minute candles of a symbol's trades in order of time. Minutes without a trade are missing.
   *
   * @param fromMs epoch milliseconds, of a minute's start
   * @param toMs exclusive
   */
  RestCall<List<Candle>> candles(Market market, String symbol, long fromMs, long toMs);
}
