package io.tickwire.feed.venue.kucoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Golden: what the exchange sees of us. */
final class RequestsTest {
  @Test
  void subscribesManySymbolsInOneMessage() {
    assertThat(Requests.subscribe("sub-1", Channel.SPOT_MATCH, List.of("BTC-USDT", "ETH-USDT")))
        .isEqualTo(
            "{\"id\":\"sub-1\",\"type\":\"subscribe\",\"topic\":\"/market/match:BTC-USDT,ETH-USDT\","
                + "\"privateChannel\":false,\"response\":true}");
  }

  @Test
  void unsubscribes() {
    assertThat(Requests.unsubscribe("unsub-2", Channel.FUTURES_MARK, List.of("XBTUSDTM")))
        .isEqualTo(
            "{\"id\":\"unsub-2\",\"type\":\"unsubscribe\",\"topic\":\"/contract/instrument:XBTUSDTM\","
                + "\"privateChannel\":false,\"response\":true}");
  }

  @Test
  void pings() {
    assertThat(Requests.ping("ping-3")).isEqualTo("{\"id\":\"ping-3\",\"type\":\"ping\"}");
  }

  @Test
  void refusesRequest_forNoSymbol() {
    assertThatThrownBy(() -> Requests.subscribe("1", Channel.SPOT_MATCH, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no symbol");
  }
}
