package io.tickwire.push.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChannelIndexTest {
  private static final Channel CHANNEL = new Channel.Market("BTC-USDT");

  private final ChannelIndex<String> index = new ChannelIndex<>();

  private List<String> subscribers() {
    List<String> found = new ArrayList<>();
    index.forEach(CHANNEL.name(), (who, subscription) -> found.add(who));
    return found;
  }

  @Test
  void saysWhetherASubscriberIsTheFirstOrTheLast() {
    assertThat(index.add("a", new Subscription(CHANNEL, 100))).isTrue();
    assertThat(index.add("b", new Subscription(CHANNEL, 100))).isFalse();
    assertThat(index.remove("a", CHANNEL.name())).isFalse();
    assertThat(index.remove("b", CHANNEL.name())).isTrue();
    assertThat(index.channels()).isZero();
  }

  @Test
  void holdsASubscriberOnce_howeverOftenItAsks() {
    index.add("a", new Subscription(CHANNEL, 100));
    index.add("a", new Subscription(CHANNEL, 0));
    assertThat(subscribers()).containsExactly("a");
    assertThat(index.remove("a", CHANNEL.name())).isTrue();
    assertThat(index.remove("a", CHANNEL.name())).isFalse();
  }
}
