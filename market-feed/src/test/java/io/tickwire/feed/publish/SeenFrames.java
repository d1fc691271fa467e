package io.tickwire.feed.publish;

import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A sink that remembers. */
final class SeenFrames implements FrameSink {
  final List<TickFrame> published = new ArrayList<>();
  final Map<String, List<TickFrame>> sent = new LinkedHashMap<>();
  final List<TickFrame> quotes = new ArrayList<>();

  @Override
  public void publish(TickFrame frame) {
    published.add(frame);
  }

  @Override
  public void send(String consumer, TickFrame frame) {
    sent.computeIfAbsent(consumer, ignored -> new ArrayList<>()).add(frame);
  }

  @Override
  public void quotes(TickFrame frame) {
    quotes.add(frame);
  }

  static List<Tick> ticks(TickFrame frame) {
    List<Tick> ticks = new ArrayList<>();
    TickCursor cursor = frame.cursor();
    while (cursor.next()) {
      ticks.add(cursor.tick());
    }
    return ticks;
  }

  static List<Long> sequences(TickFrame frame) {
    return ticks(frame).stream().map(Tick::sequence).toList();
  }

  static List<Long> numbers(List<TickFrame> frames) {
    return frames.stream().map(TickFrame::sequence).toList();
  }
}
