package io.tickwire.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tickwire.common.market.Decimals;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Tick;
import io.tickwire.feed.venue.FrameReader;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.TopicTable;
import io.tickwire.feed.venue.VenueFrame;
import io.tickwire.feed.venue.kucoin.KucoinVenue;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many match frames a second become ticks on one core, and how many with a stock Jackson tree?
 * Run with {@code -prof gc} for what a frame allocates.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FrameReaderBenchmark {
  /** About 1.3 MB: more than a first-level cache holds, as on a busy socket. */
  private static final int FRAMES = 4_000;

  private static final int SYMBOLS = 150;

  /** A file of spot frames, one a line; empty makes some. */
  @Param("")
  public String file = "";

  private final byte[][] frames = new byte[FRAMES][];
  private final TopicTable topics = new TopicTable();
  private final Map<String, String> symbols = new HashMap<>();
  private final ObjectMapper mapper = new ObjectMapper();
  private FrameReader reader = (bytes, length, receivedNs) -> new VenueFrame.Welcome();

  @Setup
  public void prepare() throws IOException {
    KucoinVenue venue = new KucoinVenue(BigDecimal.ZERO);
    List<String> texts = file.isEmpty() ? made() : Files.readAllLines(Path.of(file));
    for (String symbol : symbolsOf(texts)) {
      for (Topic topic : venue.topics(Market.SPOT, symbol)) {
        topics.put(venue.text(topic), topic);
        symbols.put(venue.text(topic), symbol);
      }
    }
    reader = venue.reader(topics);
    for (int i = 0; i < FRAMES; i++) {
      frames[i] = texts.get(i % texts.size()).getBytes(StandardCharsets.UTF_8);
    }
    for (byte[] frame : frames) {
      requireSame(frame);
    }
  }

  private void requireSame(byte[] frame) throws IOException {
    Tick expected = fromTree(mapper.readTree(frame));
    if (!(reader.read(frame, frame.length, 1) instanceof VenueFrame.Data data)
        || !data.tick().symbol().equals(expected.symbol())
        || data.tick().sequence() != expected.sequence()
        || data.tick().exchangeTimeNs() != expected.exchangeTimeNs()
        || price(data.tick()).compareTo(price(expected)) != 0) {
      throw new IllegalStateException(
          "the readers do not agree: frame=" + new String(frame, StandardCharsets.UTF_8));
    }
  }

  private static BigDecimal price(Tick tick) {
    return Decimals.toBigDecimal(tick.price(), tick.priceScale());
  }

  private static Set<String> symbolsOf(List<String> texts) {
    Pattern topic = Pattern.compile("\"topic\":\"/market/match:([^\"]+)\"");
    return texts.stream()
        .flatMap(text -> topic.matcher(text).results())
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  private static List<String> symbolNames() {
    List<String> names = new ArrayList<>(List.of("BTC-USDT"));
    for (int i = 1; i < SYMBOLS; i++) {
      names.add("SYM" + i + "-USDT");
    }
    return names;
  }

  private static List<String> made() {
    Random random = new Random(1);
    List<String> names = symbolNames();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      String symbol = names.get(random.nextInt(names.size()));
      long sequence = 11_067_996_711_960_577L + i;
      texts.add(
          "{\"topic\":\"/market/match:%s\",\"type\":\"message\",\"subject\":\"trade.l3match\",\"data\":{\"makerOrderId\":\"67300a%018x\",\"price\":\"%d.%d\",\"sequence\":\"%d\",\"side\":\"buy\",\"size\":\"0.%08d\",\"symbol\":\"%s\",\"takerOrderId\":\"67300b%018x\",\"time\":\"%d\",\"tradeId\":\"%d\",\"type\":\"match\"}}"
              .formatted(
                  symbol,
                  random.nextLong() >>> 1,
                  60_000 + random.nextInt(1_000),
                  1 + random.nextInt(9),
                  sequence,
                  1 + random.nextInt(99_999_999),
                  symbol,
                  random.nextLong() >>> 1,
                  1_729_843_222_921_000_000L + i * 20_000L,
                  sequence));
    }
    return texts;
  }

  /** What the feed does. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public long bytesToTick() {
    long sum = 0;
    for (byte[] frame : frames) {
      if (reader.read(frame, frame.length, 1) instanceof VenueFrame.Data data) {
        sum += data.tick().price() + data.tick().sequence();
      }
    }
    return sum;
  }

  /** The usual way: a tree, then fields by name, decimals from text. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public long jacksonTree() throws IOException {
    long sum = 0;
    for (byte[] frame : frames) {
      Tick tick = fromTree(mapper.readTree(frame));
      sum += tick.price() + tick.sequence();
    }
    return sum;
  }

  private Tick fromTree(JsonNode frame) {
    JsonNode data = frame.get("data");
    BigDecimal price = new BigDecimal(data.get("price").asText());
    BigDecimal size = new BigDecimal(data.get("size").asText());
    return Tick.trade(
        Objects.requireNonNull(symbols.get(frame.get("topic").asText())),
        Long.parseLong(data.get("sequence").asText()),
        Long.parseLong(data.get("time").asText()),
        1,
        price.scale(),
        price.unscaledValue().longValueExact(),
        size.scale(),
        size.unscaledValue().longValueExact());
  }
}
