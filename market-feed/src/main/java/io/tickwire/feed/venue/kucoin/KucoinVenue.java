package io.tickwire.feed.venue.kucoin;

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
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** KuCoin, spot and futures, by its Classic protocol. */
public final class KucoinVenue implements Venue {
  private static final long MS_PER_S = 1_000;

  private final BigDecimal spotTakerFee;

  /**
   * @param spotTakerFee the answers do not carry it
   */
  public KucoinVenue(BigDecimal spotTakerFee) {
    this.spotTakerFee = spotTakerFee;
  }

  @Override
  public List<Topic> topics(Market market, String symbol) {
    return Channel.ofMarket(market).stream()
        .map(channel -> new Topic(channel.path(), symbol, channel.kind()))
        .toList();
  }

  @Override
  public String text(Topic topic) {
    return topic.channel() + ":" + topic.symbol();
  }

  @Override
  public FrameReader reader(TopicLookup topics) {
    return new KucoinFrameReader(topics);
  }

  @Override
  public String uri(ConnectGrant grant, String connectId) {
    return grant.endpoint()
        + (grant.endpoint().indexOf('?') < 0 ? "?" : "&")
        + "token="
        + URLEncoder.encode(grant.token(), StandardCharsets.UTF_8)
        + "&connectId="
        + connectId;
  }

  @Override
  public String subscribe(String id, String channel, List<String> symbols) {
    return Requests.subscribe(id, Channel.ofPath(channel), symbols);
  }

  @Override
  public String unsubscribe(String id, String channel, List<String> symbols) {
    return Requests.unsubscribe(id, Channel.ofPath(channel), symbols);
  }

  @Override
  public String ping(String id) {
    return Requests.ping(id);
  }

  @Override
  public Reaction reaction(VenueFrame.Failure failure, boolean answersRequest) {
    return Reactions.to(failure, answersRequest);
  }

  @Override
  public JsonNode payload(byte[] body) {
    return RestAnswers.data(body);
  }

  @Override
  public RestCall<ConnectGrant> grant(Market market) {
    return new RestCall<>(
        RestCall.Method.POST,
        market,
        "/api/v1/bullet-public",
        10,
        (payload, receivedNs) -> RestAnswers.grant(payload));
  }

  @Override
  public RestCall<VenueInstruments> instruments(Market market) {
    return market == Market.SPOT
        ? get(market, "/api/v2/symbols", 4, (rows, ns) -> InstrumentRows.spot(rows, spotTakerFee))
        : get(market, "/api/v1/contracts/active", 3, (rows, ns) -> InstrumentRows.futures(rows));
  }

  @Override
  public List<RestCall<Map<String, Tick>>> firstPrices(Market market) {
    return market == Market.SPOT
        ? List.of(get(market, "/api/v1/market/allTickers", 15, SeedRows::spotQuotes))
        : List.of(
            get(market, "/api/v1/allTickers", 5, SeedRows::futuresQuotes),
            get(market, "/api/v1/contracts/active", 3, SeedRows::futuresMarks));
  }

  private static <T> RestCall<T> get(
      Market market, String path, int weight, RestCall.Reader<T> reader) {
    return new RestCall<>(RestCall.Method.GET, market, path, weight, reader);
  }

  @Override
  public RestCall<List<Tick>> trades(Market market, String symbol) {
    return market == Market.SPOT
        ? get(
            market,
            "/api/v1/market/histories?symbol=" + symbol,
            3,
            (rows, receivedNs) -> HistoryRows.trades(symbol, rows, "time", receivedNs))
        : get(
            market,
            "/api/v1/trade/history?symbol=" + symbol,
            5,
            (rows, receivedNs) -> HistoryRows.trades(symbol, rows, "ts", receivedNs));
  }

  @Override
  public RestCall<List<Candle>> candles(Market market, String symbol, long fromMs, long toMs) {
    String path =
        market == Market.SPOT
            ? "/api/v1/market/candles?type=1min&symbol="
                + symbol
                + "&startAt="
                + fromMs / MS_PER_S
                + "&endAt="
                + toMs / MS_PER_S
            : "/api/v1/kline/query?granularity=1&symbol="
                + symbol
                + "&from="
                + fromMs
                + "&to="
                + toMs;
    return get(market, path, 3, (rows, receivedNs) -> within(market, rows, fromMs, toMs));
  }

  /** The exchange's own end is sometimes inclusive. */
  private static List<Candle> within(Market market, JsonNode rows, long fromMs, long toMs) {
    return CandleRows.read(market, rows).stream()
        .filter(candle -> candle.startMs() >= fromMs && candle.startMs() < toMs)
        .toList();
  }
}
