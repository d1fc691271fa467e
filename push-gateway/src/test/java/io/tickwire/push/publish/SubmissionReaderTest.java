package io.tickwire.push.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.config.ConfigException;
import io.tickwire.common.config.Settings;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SubmissionReaderTest {
  private static final long NOW_MS = 1_795_219_200_000L;

  private final PublishConfig config =
      PublishConfig.from(
          Settings.of(
              Map.of("push.publish.max-events", "3", "push.publish.max-event-bytes", "400")));
  private final SubmissionReader reader = new SubmissionReader(config);

  private SubmissionVerdict read(String json) {
    return reader.read(
        Json.read(json.replace('\'', '"'), JsonNode.class),
        channel -> !channel.startsWith("secret"),
        NOW_MS);
  }

  private Submission one(String json) {
    SubmissionVerdict verdict = read(json);
    assertThat(verdict).isInstanceOf(SubmissionVerdict.Accepted.class);
    return ((SubmissionVerdict.Accepted) verdict).submissions().get(0);
  }

  private SubmissionVerdict.Refused refused(String json) {
    SubmissionVerdict verdict = read(json);
    assertThat(verdict).as(json).isInstanceOf(SubmissionVerdict.Refused.class);
    return (SubmissionVerdict.Refused) verdict;
  }

  @Test
  void readsEveryField() {
    Submission read =
        one(
            "{'channel':'tier_patterns','type':'tier_pattern','key':'p-1','timestamp':17,"
                + "'attributes':{'symbol':'AAPL','tiers':['daily','combo'],'confidence':'0.7'},"
                + "'data':{'score':1},'colour':'red'}");

    assertThat(read.key()).isEqualTo("p-1");
    assertThat(Json.write(read.event()))
        .isEqualTo(
            ("{'type':'tier_pattern','channel':'tier_patterns','timestamp':17,'data':{'score':1},"
                    + "'attributes':{'symbol':'AAPL','tiers':['daily','combo'],"
                    + "'confidence':'0.7'}}")
                .replace('\'', '"'));
  }

  @Test
  void fillsInTimeAndData_whenTheyAreAbsent() {
    Submission read = one("{'channel':'alerts','type':'alert','data':null,'key':null}");

    assertThat(read.event().timestamp()).isEqualTo(NOW_MS);
    assertThat(read.event().data()).isEmpty();
    assertThat(read.event().attributes()).isNull();
    assertThat(read.key()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "7 | ~~",
        "[] | ~~",
        "[1] | [0]",
        "{} | channel",
        "{'channel':7} | channel",
        "{'channel':''} | channel",
        "{'channel':'token.*.update'} | channel",
        "{'channel':'a..b'} | channel",
        "{'channel':'a b'} | channel",
        "{'channel':'.a'} | channel",
        "{'channel':'a:'} | channel",
        "{'channel':'a.b.c.d.e.f.g.h.i'} | channel",
        "{'channel':'market:BTC-USDT','type':'x'} | channel",
        "{'channel':'watchlist:alice','type':'x'} | channel",
        "{'channel':'user:me','type':'x'} | channel",
        "{'channel':'user:','type':'x'} | channel",
        "{'channel':'user:a b','type':'x'} | channel",
        "{'channel':'user:*','type':'x'} | channel",
        "{'channel':'user:a:*','type':'x'} | channel",
        "{'channel':'alerts'} | type",
        "{'channel':'alerts','type':'9x'} | type",
        "{'channel':'alerts','type':'a b'} | type",
        "{'channel':'alerts','type':'error'} | type",
        "{'channel':'alerts','type':'quote'} | type",
        "{'channel':'user:alice','type':'position_closed'} | type",
        "{'channel':'user:alice','type':'account_update'} | type",
        "{'channel':'alerts','type':'a','timestamp':'1'} | timestamp",
        "{'channel':'alerts','type':'a','timestamp':-1} | timestamp",
        "{'channel':'alerts','type':'a','timestamp':9999999999999} | timestamp",
        "{'channel':'alerts','type':'a','attributes':[]} | attributes",
        "{'channel':'alerts','type':'a','attributes':{'a b':1}} | attributes",
        "{'channel':'alerts','type':'a','attributes':{'x':{}}} | attributes.x",
        "{'channel':'alerts','type':'a','attributes':{'x':[[]]}} | attributes.x",
        "{'channel':'alerts','type':'a','attributes':{'x':null}} | attributes.x",
        "{'channel':'alerts','type':'a','key':7} | key",
        "{'channel':'alerts','type':'a','key':'a b'} | key",
        "[{'channel':'alerts','type':'a'},{'channel':'alerts'}] | [1].type",
      })
  void namesTheField_thatCannotBe(String json, String field) {
    SubmissionVerdict.Refused refused = refused(json);

    assertThat(refused.field()).isEqualTo(field);
    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID);
    assertThat(refused.message()).contains(field);
  }

  @Test
  void refusesAChannel_thatThePublisherMayNotUse() {
    SubmissionVerdict.Refused refused =
        refused("[{'channel':'alerts','type':'a'},{'channel':'secret.x','type':'a'}]");

    assertThat(refused.code()).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(refused.field()).isEqualTo("[1].channel");
  }

  @Test
  void refusesWhatIsTooMuch() {
    String event = "{'channel':'alerts','type':'a'}";
    assertThat(read("[" + event + "," + event + "," + event + "]"))
        .isInstanceOf(SubmissionVerdict.Accepted.class);
    assertThat(refused("[" + event + "," + event + "," + event + "," + event + "]").message())
        .contains("1 to 3 events");
    assertThat(
            refused("{'channel':'alerts','type':'a','data':'" + "é".repeat(200) + "'}").message())
        .contains("400 bytes");
    assertThat(
            refused(
                    "{'channel':'alerts','type':'a','data':"
                        + "[".repeat(40)
                        + "]".repeat(40)
                        + "}")
                .field())
        .isEqualTo("data");
    assertThat(
            refused("{'channel':'alerts','type':'a','attributes':{'x':'" + "y".repeat(257) + "'}}")
                .field())
        .isEqualTo("attributes.x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user:alice", "user:a:b..c", "token.7.update", "signals:type:rsi", "x"})
  void takesEveryOtherChannel(String channel) {
    assertThat(one("{'channel':'" + channel + "','type':'a'}").event().channel())
        .isEqualTo(channel);
  }

  @ParameterizedTest
  @CsvSource({
    "push.publish.max-events, 0",
    "push.publish.max-event-bytes, 12",
    "push.publish.max-request-bytes, 2000",
    "push.events.kept, 5s",
    "push.events.max, many",
  })
  void stopsTheStart_whenASettingCannotBe(String key, String value) {
    assertThatThrownBy(() -> PublishConfig.from(Settings.of(Map.of(key, value))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key);
  }
}
