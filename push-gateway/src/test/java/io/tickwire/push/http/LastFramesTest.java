package io.tickwire.push.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.frame.MessageForm;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.subscription.EventFields;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Frames that are made once for all who are sent the same. */
final class LastFramesTest {
  private static final ByteBufAllocator BUFFERS = UnpooledByteBufAllocator.DEFAULT;

  private final LastFrames frames = new LastFrames();

  private static List<Publication> events(int count) {
    return IntStream.range(0, count).mapToObj(LastFramesTest::event).toList();
  }

  private static Publication event(int n) {
    return Publication.event(
        EventFields.of("alerts"),
        new Offset(1, n),
        0,
        0,
        "{\"type\":\"alert\",\"channel\":\"alerts\",\"data\":{\"n\":"
            + n
            + ",\"name\":\"an alert\"}}");
  }

  @Test
  void areShared_byWhoIsSentTheSame() {
    List<Publication> events = events(3);
    ByteBuf first = frames.of(MessageForm.JSON, BUFFERS, events);
    ByteBuf second = frames.of(MessageForm.JSON, BUFFERS, new ArrayList<>(events));
    assertThat(second.unwrap()).isSameAs(first.unwrap());
    assertThat(second).isEqualTo(first);

    first.skipBytes(5);
    ByteBuf other = frames.of(MessageForm.JSON, BUFFERS, events(3));
    assertThat(other.unwrap()).isNotSameAs(first.unwrap());
    assertThat(other).isEqualTo(second);
    assertThat(frames.of(MessageForm.CBOR, BUFFERS, events)).isNotEqualTo(second);
  }

  @Test
  void areDeflatedAsOne_fromTheSecondOn() {
    List<Publication> events = events(20);
    ByteBuf first = frames.of(MessageForm.JSON_DEFLATED, BUFFERS, events);
    ByteBuf second = frames.of(MessageForm.JSON_DEFLATED, BUFFERS, events);
    ByteBuf third = frames.of(MessageForm.JSON_DEFLATED, BUFFERS, events);
    assertThat(second.readableBytes()).isLessThan(first.readableBytes() / 4);
    assertThat(third.unwrap()).isSameAs(second.unwrap());
  }

  @Test
  void areReleased_whenAnotherTakesTheirPlace_orAllIsOver() {
    List<ByteBuf> all = new ArrayList<>();
    for (int count : new int[] {2, 2, 5, 1}) {
      all.add(frames.of(MessageForm.JSON_DEFLATED, BUFFERS, events(count)));
    }
    List<Publication> same = events(4);
    all.add(frames.of(MessageForm.JSON_DEFLATED, BUFFERS, same));
    all.add(frames.of(MessageForm.JSON_DEFLATED, BUFFERS, same));
    frames.close();
    all.add(frames.of(MessageForm.JSON_DEFLATED, BUFFERS, same));
    for (ByteBuf one : all) {
      assertThat(one.refCnt()).isEqualTo(1);
      assertThat(one.release()).isTrue();
    }
  }
}
