package io.tickwire.push.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PerMessageDeflateTest {
  private static final String AGREED =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=10; server_no_context_takeover",
        "PerMessage-Deflate ; client_no_context_takeover",
        "x-webkit-deflate-frame, permessage-deflate",
        "permessage-deflate; server_max_window_bits=9, permessage-deflate"
      })
  void agreesThatNobodyRefersToEarlierMessages(String offers) {
    assertThat(PerMessageDeflate.answer(offers)).isEqualTo(AGREED);
  }

  @Test
  void takesTheWholeWindow_whenItIsAskedFor() {
    assertThat(PerMessageDeflate.answer("permessage-deflate; server_max_window_bits=\"15\""))
        .isEqualTo(AGREED + "; server_max_window_bits=15");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x-webkit-deflate-frame",
        "permessage-deflate; server_max_window_bits=10",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; client_max_window_bits=16",
        "permessage-deflate; client_max_window_bits=8; client_max_window_bits=8",
        "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; something_new"
      })
  void declines_whatItCannotKeep(String offers) {
    assertThat(PerMessageDeflate.answer(offers)).isNull();
    assertThat(PerMessageDeflate.answer(null)).isNull();
  }
}
