package io.tickwire.feed.socket;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Tick;
import io.tickwire.feed.venue.Candle;
import io.tickwire.feed.venue.ConnectGrant;
import io.tickwire.feed.venue.FrameReader;
import io.tickwire.feed.venue.Reaction;
import io.tickwire.feed.venue.RestCall;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.TopicLookup;
import io.tickwire.feed.venue.Venue;
import io.tickwire.feed.venue.VenueFrame;
import io.tickwire.feed.venue.VenueInstruments;
import io.tickwire.feed.venue.kucoin.KucoinVenue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** KuCoin's spelling with reactions that a test can see at a glance. */
final class TableVenue implements Venue {
  private final Venue kucoin = new KucoinVenue(new BigDecimal("0.001"));

  @Override
  public Reaction reaction(VenueFrame.Failure failure, boolean answersRequest) {
    String text = failure.text();
    return switch (failure.code()) {
      case 401 -> new Reaction.Reconnect();
      case 404 -> new Reaction.Shelve();
      case 500 -> new Reaction.Retry();
      case 503 -> new Reaction.ReconnectLate();
      case 509 -> {
        if (text.endsWith("per time")) {
          yield new Reaction.BatchLimit(number(text));
        }
        yield text.endsWith("per session")
            ? new Reaction.TopicLimit(number(text))
            : new Reaction.SlowDown();
      }
      default -> new Reaction.Note();
    };
  }

  private static int number(String text) {
    return Integer.parseInt(text.replaceAll("\\D+", ""));
  }

  @Override
  public List<Topic> topics(Market market, String symbol) {
    return kucoin.topics(market, symbol);
  }

  @Override
  public String text(Topic topic) {
    return kucoin.text(topic);
  }

  @Override
  public FrameReader reader(TopicLookup topics) {
    return kucoin.reader(topics);
  }

  @Override
  public String uri(ConnectGrant grant, String connectId) {
    return kucoin.uri(grant, connectId);
  }

  @Override
  public String subscribe(String id, String channel, List<String> symbols) {
    return kucoin.subscribe(id, channel, symbols);
  }

  @Override
  public String unsubscribe(String id, String channel, List<String> symbols) {
    return kucoin.unsubscribe(id, channel, symbols);
  }

  @Override
  public String ping(String id) {
    return kucoin.ping(id);
  }

  @Override
  public JsonNode payload(byte[] body) {
    return kucoin.payload(body);
  }

  @Override
  public RestCall<ConnectGrant> grant(Market market) {
    return kucoin.grant(market);
  }

  @Override
  public RestCall<VenueInstruments> instruments(Market market) {
    return kucoin.instruments(market);
  }

  @Override
  public List<RestCall<Map<String, Tick>>> firstPrices(Market market) {
    return kucoin.firstPrices(market);
  }

  @Override
  public RestCall<List<Tick>> trades(Market market, String symbol) {
    return kucoin.trades(market, symbol);
  }

  @Override
  public RestCall<List<Candle>> candles(Market market, String symbol, long fromMs, long toMs) {
    return kucoin.candles(market, symbol, fromMs, toMs);
  }
}
