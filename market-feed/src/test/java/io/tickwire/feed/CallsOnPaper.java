package io.tickwire.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Tick;
import io.tickwire.feed.port.VenueRest;
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
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A venue that only describes REST calls, and their maker, who leaves the answers to the test. */
public final class CallsOnPaper implements Venue, VenueRest {
  /** By its description: {@code trades BTC-USDT REPAIR}. */
  private final Map<String, Promise<Object>> open = new LinkedHashMap<>();

  private final List<String> asked = new ArrayList<>();

  /** What was asked since the last time. */
  public List<String> asked() {
    List<String> since = List.copyOf(asked);
    asked.clear();
    return since;
  }

  public void answer(String call, Object answer) {
    take(call).complete(answer);
  }

  public void fail(String call) {
    take(call).fail(new IllegalStateException("no answer"));
  }

  private Promise<Object> take(String call) {
    Promise<Object> promise = open.remove(call);
    if (promise == null) {
      throw new AssertionError("never asked: " + call + ", but " + open.keySet());
    }
    return promise;
  }

  @Override
  @SuppressWarnings("unchecked") // The test answers with what the call promises.
  public <T> Future<T> call(RestCall<T> call, Priority priority) {
    String name = call.path() + " " + priority;
    Promise<Object> promise = Promise.promise();
    asked.add(name);
    open.put(name, promise);
    return (Future<T>) promise.future();
  }

  private static <T> RestCall<T> named(Market market, String name) {
    return new RestCall<>(
        RestCall.Method.GET,
        market,
        name,
        3,
        (payload, ns) -> {
          throw new AssertionError("never read");
        });
  }

  @Override
  public RestCall<List<Tick>> trades(Market market, String symbol) {
    return named(market, "trades " + symbol);
  }

  @Override
  public RestCall<List<Candle>> candles(Market market, String symbol, long fromMs, long toMs) {
    return named(market, "candles " + symbol + " " + (toMs - fromMs));
  }

  @Override
  public List<RestCall<Map<String, Tick>>> firstPrices(Market market) {
    return List.of(named(market, "quotes"), named(market, "marks"));
  }

  private static AssertionError unused() {
    return new AssertionError("not part of this test");
  }

  @Override
  public List<Topic> topics(Market market, String symbol) {
    throw unused();
  }

  @Override
  public String text(Topic topic) {
    throw unused();
  }

  @Override
  public FrameReader reader(TopicLookup topics) {
    throw unused();
  }

  @Override
  public String uri(ConnectGrant grant, String connectId) {
    throw unused();
  }

  @Override
  public String subscribe(String id, String channel, List<String> symbols) {
    throw unused();
  }

  @Override
  public String unsubscribe(String id, String channel, List<String> symbols) {
    throw unused();
  }

  @Override
  public String ping(String id) {
    throw unused();
  }

  @Override
  public Reaction reaction(VenueFrame.Failure failure, boolean answersRequest) {
    throw unused();
  }

  @Override
  public JsonNode payload(byte[] body) {
    throw unused();
  }

  @Override
  public RestCall<ConnectGrant> grant(Market market) {
    throw unused();
  }

  @Override
  public RestCall<VenueInstruments> instruments(Market market) {
    throw unused();
  }
}
