package io.tickwire.feed.venue.kucoin;

import io.tickwire.feed.venue.FrameReader;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.TopicLookup;
import io.tickwire.feed.venue.VenueFrame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one KuCoin socket: data frames by a {@link FrameScanner} straight from bytes
 * to the tick, which is all that is allocated; whatever is out of the ordinary by the {@link
 * FrameParser}.
 */
final class KucoinFrameReader implements FrameReader {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);

  private final TopicLookup topics;
  private final FrameFields fields = new FrameFields();
  private final FrameScanner scanner = new FrameScanner(fields);
  private final TickReader ticks = new TickReader(fields);
  private final FrameParser parser;

  KucoinFrameReader(TopicLookup topics) {
    this.topics = topics;
    this.parser = new FrameParser(topics);
  }

  @Override
  public VenueFrame read(byte[] bytes, int length, long receivedNs) {
    VenueFrame frame = scanner.scan(bytes, length) ? ordinary(bytes, receivedNs) : null;
    return frame == null ? parser.read(bytes, length, receivedNs) : frame;
  }

  /** Null when the frame is not simply the data of a topic that was asked for. */
  private @Nullable VenueFrame ordinary(byte[] bytes, long receivedNs) {
    FrameScanner.Span text = scanner.topic();
    FrameScanner.Span type = scanner.type();
    if (!Arrays.equals(MESSAGE, 0, MESSAGE.length, bytes, type.from(), type.to())) {
      return null;
    }
    Topic topic = topics.find(bytes, text.from(), text.to());
    if (topic == null || !isOwnSymbol(bytes)) {
      return null;
    }
    Channel channel = Channel.ofPath(topic.channel());
    FrameScanner.Span subject = scanner.subject();
    return channel.isSubject(bytes, subject.from(), subject.to())
        ? ticks.read(channel, topic.symbol(), receivedNs)
        : null;
  }

  /** Whether the data names no symbol or the one that ends its topic. */
  private boolean isOwnSymbol(byte[] bytes) {
    FrameScanner.Span symbol = scanner.symbol();
    int inTopic = scanner.topic().to() - symbol.length();
    return symbol.length() == 0
        ? symbol.from() == 0
        : inTopic > scanner.topic().from()
            && bytes[inTopic - 1] == ':'
            && Arrays.equals(
                bytes, symbol.from(), symbol.to(), bytes, inTopic, scanner.topic().to());
  }
}
