package io.tickwire.common.ticks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.TickFrame;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FrameOrderTest {
  private final Frames frames = new Frames(7, 0, 600);
  private final FrameOrder order = new FrameOrder();

  private List<Long> offer(long sequence) {
    FrameOrder.Step step = order.offer(frames.get(sequence));
    assertThat(step.duplicate()).isFalse();
    return sequences(step.deliver());
  }

  private static List<Long> sequences(List<TickFrame> frames) {
    return frames.stream().map(TickFrame::sequence).toList();
  }

  @Test
  void beginsWithTheFirstFrameSeen() {
    assertThat(offer(5)).containsExactly(5L);
    assertThat(offer(6)).containsExactly(6L);
    assertThat(order.hole()).isNull();
    assertThat(order.handled()).isEqualTo(6);
  }

  @Test
  void beginsWhereItIsTold_whenNothingWasSeen() {
    assertThat(order.beginAfter(4)).isTrue();
    assertThat(order.hole()).isNull();
    assertThat(offer(7)).isEmpty();
    assertThat(order.hole()).isEqualTo(new FrameOrder.Hole(5, 6));
    assertThat(order.beginAfter(4)).isTrue();
    assertThat(order.beginAfter(3)).as("5 is the first it knows of").isFalse();
  }

  @Test
  void tellsThatItBeganLater() {
    offer(5);
    offer(6);
    assertThat(order.beginAfter(3)).isFalse();
    assertThat(order.beginAfter(4)).isTrue();
    assertThat(order.beginAfter(9)).isTrue();
    assertThat(order.handled()).isEqualTo(6);
  }

  @Test
  void dropsWhatCameBefore() {
    offer(5);
    offer(7);
    assertThat(order.offer(frames.get(5)).duplicate()).isTrue();
    assertThat(order.offer(frames.get(4)).duplicate()).isTrue();
    assertThat(order.offer(frames.get(7)).duplicate()).isTrue();
  }

  @Test
  void holdsWhatFollowsAHole_untilItIsFilled() {
    offer(1);
    assertThat(offer(4)).isEmpty();
    assertThat(offer(6)).isEmpty();
    assertThat(order.hole()).isEqualTo(new FrameOrder.Hole(2, 3));
    assertThat(offer(3)).isEmpty();
    assertThat(offer(2)).containsExactly(2L, 3L, 4L);
    assertThat(order.hole()).isEqualTo(new FrameOrder.Hole(5, 5));
    assertThat(offer(5)).containsExactly(5L, 6L);
    assertThat(order.hole()).isNull();
    assertThat(order.heldBytes()).isZero();
  }

  @Test
  void goesOn_whenAHoleIsGivenUp() {
    offer(1);
    offer(4);
    offer(5);
    assertThat(order.handled()).isEqualTo(1);
    assertThat(sequences(order.skipTo(3))).containsExactly(4L, 5L);
    assertThat(order.handled()).isEqualTo(5);
    assertThat(order.hole()).isNull();
  }

  @Test
  void asksAgainForWhatDidNotFit() {
    offer(1);
    for (long sequence = 3; sequence <= 600; sequence++) {
      offer(sequence);
    }
    assertThat(order.hole()).isEqualTo(new FrameOrder.Hole(2, 2));
    List<Long> given = offer(2);
    assertThat(given).hasSize(1 + FrameOrder.MOST_HELD_FRAMES);
    assertThat(order.hole()).isEqualTo(new FrameOrder.Hole(3 + FrameOrder.MOST_HELD_FRAMES, 600));
  }

  @Test
  void keepsTheEarliest_whenNotAllFit() {
    offer(1);
    for (long sequence = 600; sequence >= 3; sequence--) {
      offer(sequence);
    }
    assertThat(offer(2)).endsWith(2L + FrameOrder.MOST_HELD_FRAMES);
  }
}
