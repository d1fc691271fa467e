package io.tickwire.feed.venue.kucoin;

import io.tickwire.feed.venue.FrameReader;
import io.tickwire.feed.venue.TopicLookup;

final class FrameParserTest extends FrameReaderContract {
  @Override
  FrameReader reader(TopicLookup topics) {
    return new FrameParser(topics);
  }
}
