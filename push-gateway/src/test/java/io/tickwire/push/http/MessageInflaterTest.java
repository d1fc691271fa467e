package io.tickwire.push.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MessageInflaterTest {
  private static final int COMPRESSED = 4;

  private final Inflation inflation = new Inflation(10_000);
  private final EmbeddedChannel channel = new EmbeddedChannel(new MessageInflater(inflation));

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
    inflation.close();
  }

  private static byte[] deflated(String text) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
    byte[] out = new byte[100_000];
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(out, length - 4);
  }

  private static ByteBuf bytes(byte[] content, int from, int to) {
    return Unpooled.copiedBuffer(content, from, to - from);
  }

  private static TextWebSocketFrame text(byte[] deflated) {
    return new TextWebSocketFrame(true, COMPRESSED, Unpooled.copiedBuffer(deflated));
  }

  private @Nullable String next() {
    WebSocketFrame frame = channel.readInbound();
    if (frame == null) {
      return null;
    }
    assertThat(frame.isFinalFragment()).isTrue();
    assertThat(frame.rsv()).isZero();
    String text = frame.content().toString(StandardCharsets.UTF_8);
    frame.release();
    return text;
  }

  @Test
  void inflatesMessages_eachForItself() {
    for (String message : new String[] {"{\"type\":\"ping\"}", "", "Zoë".repeat(1_000)}) {
      channel.writeInbound(text(deflated(message)));
      assertThat(next()).isEqualTo(message);
    }
  }

  @Test
  void passesOn_whatWasNotCompressed() {
    channel.writeInbound(new TextWebSocketFrame("as it is"));
    assertThat(next()).isEqualTo("as it is");
    channel.writeInbound(new TextWebSocketFrame(false, 0, "one"));
    WebSocketFrame first = channel.readInbound();
    assertThat(first.isFinalFragment()).isFalse();
    first.release();
  }

  @Test
  void collectsFragments_withPingsBetween() {
    byte[] whole = deflated("in three parts");
    channel.writeInbound(new BinaryWebSocketFrame(false, COMPRESSED, bytes(whole, 0, 3)));
    channel.writeInbound(new PingWebSocketFrame());
    channel.writeInbound(new ContinuationWebSocketFrame(false, 0, bytes(whole, 3, 5)));
    channel.writeInbound(new ContinuationWebSocketFrame(true, 0, bytes(whole, 5, whole.length)));
    PingWebSocketFrame ping = channel.readInbound();
    ping.release();
    BinaryWebSocketFrame message = channel.readInbound();
    assertThat(message.content().toString(StandardCharsets.UTF_8)).isEqualTo("in three parts");
    message.release();
  }

  @Test
  void refusesAMessage_thatGrowsBeyondTheLimit() {
    channel.writeInbound(text(deflated("x".repeat(10_000))));
    assertThat(next()).hasSize(10_000);
    byte[] bomb = deflated("x".repeat(10_001));
    assertThat(bomb.length).isLessThan(100);
    assertThatThrownBy(() -> channel.writeInbound(text(bomb)))
        .isInstanceOf(CorruptedWebSocketFrameException.class);
    channel.writeInbound(text(deflated("never read")));
    assertThat(next()).isNull();
  }

  @Test
  void refusesFragments_thatAddUpToTooMuch() {
    channel.writeInbound(
        new TextWebSocketFrame(false, COMPRESSED, Unpooled.wrappedBuffer(new byte[9_000])));
    assertThatThrownBy(
            () ->
                channel.writeInbound(
                    new ContinuationWebSocketFrame(
                        false, 0, Unpooled.wrappedBuffer(new byte[9_000]))))
        .isInstanceOf(CorruptedWebSocketFrameException.class);
  }

  @Test
  void refuses_whatIsNoDeflatedMessage() {
    assertThatThrownBy(() -> channel.writeInbound(text(new byte[] {-1, -1, -1, -1})))
        .isInstanceOf(MessageInflater.Unreadable.class);
  }

  @Test
  void refusesReservedBits_whereTheyMeanNothing() {
    assertThatThrownBy(
            () -> channel.writeInbound(new ContinuationWebSocketFrame(true, COMPRESSED, "x")))
        .isInstanceOf(MessageInflater.Unreadable.class);
    assertThatThrownBy(
            () ->
                new EmbeddedChannel(new MessageInflater(inflation))
                    .writeInbound(new TextWebSocketFrame(true, 2, "x")))
        .isInstanceOf(MessageInflater.Unreadable.class);
  }
}
