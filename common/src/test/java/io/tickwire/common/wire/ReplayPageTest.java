package io.tickwire.common.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReplayPageTest {
  private static List<TickFrame> frames(int count, int ticks) {
    TickFrameBuilder builder = new TickFrameBuilder(1, 2);
    List<TickFrame> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Collections.nCopies(ticks, Tick.trade("X", 1, 2, 3, 0, 4, 0, 5)).forEach(builder::add);
      frames.add(builder.build(9));
    }
    return frames;
  }

  @Test
  void givesBackWhatWasWritten() {
    List<TickFrame> read = ReplayPage.read(ReplayPage.write(frames(3, 2)));
    assertThat(read).extracting(TickFrame::sequence).containsExactly(1L, 2L, 3L);
    assertThat(read.get(2).size()).isEqualTo(2);
  }

  @Test
  void takesNoMoreThanFit() {
    Buffer page = ReplayPage.write(frames(30, 1_000));
    assertThat(page.length()).isLessThanOrEqualTo(ReplayPage.MOST_BYTES);
    assertThat(ReplayPage.read(page)).hasSizeBetween(20, 22);
  }

  @Test
  void takesTheFirst_evenWhenItAloneIsTooLong() {
    assertThat(ReplayPage.read(ReplayPage.write(frames(2, 30_000)))).hasSize(1);
  }

  @Test
  void refusesAPageThatIsNotWhole() {
    Buffer page = ReplayPage.write(frames(2, 1));
    assertThatThrownBy(() -> ReplayPage.read(page.getBuffer(0, page.length() - 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("truncated replay page");
    assertThatThrownBy(() -> ReplayPage.read(page.getBuffer(0, 3)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
