package io.tickwire.feed.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.feed.port.VenueRest.Priority;
import org.junit.jupiter.api.Test;

class CallQueueTest {
  private final CallQueue<String> queue = new CallQueue<>(3);

  @Test
  void givesByPriorityThenByArrival() {
    queue.add("price", Priority.BACKGROUND);
    queue.add("gap", Priority.REPAIR_ARMED);
    queue.add("gap 2", Priority.REPAIR_ARMED);
    queue.add("token", Priority.CONNECT);

    assertThat(queue.pollIf(call -> true)).isEqualTo("token");
    assertThat(queue.pollIf(call -> true)).isEqualTo("gap");
    assertThat(queue.pollIf(call -> true)).isEqualTo("gap 2");
    assertThat(queue.pollIf(call -> true)).isEqualTo("price");
    assertThat(queue.pollIf(call -> true)).isNull();
  }

  @Test
  void nothingOvertakes_whatMayNotGoYet() {
    queue.add("dear", Priority.REPAIR);
    queue.add("cheap", Priority.BACKGROUND);

    assertThat(queue.pollIf(call -> call.equals("cheap"))).isNull();
    assertThat(queue.size()).isEqualTo(2);
  }

  @Test
  void refuses_whenFullButForTokens() {
    assertThat(queue.add("1", Priority.BACKGROUND)).isTrue();
    assertThat(queue.add("2", Priority.BACKGROUND)).isTrue();
    assertThat(queue.add("3", Priority.BACKGROUND)).isTrue();

    assertThat(queue.add("4", Priority.REPAIR_ARMED)).isFalse();
    assertThat(queue.add("token", Priority.CONNECT)).isTrue();
  }

  @Test
  void takesOutWhatWaitedTooLong() {
    queue.add("old", Priority.REPAIR);
    queue.add("new", Priority.REPAIR);

    assertThat(queue.removeIf(call -> call.equals("old"))).containsExactly("old");
    assertThat(queue.size()).isEqualTo(1);
  }
}
