package io.tickwire.push.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tickwire.push.subscription.Filter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientFrameParserTest {
  private static ClientFrame parse(String json) {
    return ClientFrameParser.parse(json.replace('\'', '"'));
  }

  static Stream<ClientFrame> samples() {
    return Stream.of(
        parse("{'type':'auth','token':'t'}"),
        parse("{'type':'subscribe','channels':['a']}"),
        parse("{'type':'unsubscribe'}"),
        parse("{'type':'ping'}"),
        parse("?"));
  }

  @Test
  void hasASample_ofEveryFrame() {
    assertThat(samples().<Class<?>>map(Object::getClass))
        .containsExactlyInAnyOrder(ClientFrame.class.getPermittedSubclasses());
  }

  @Test
  void readsChannels_asStringsAndObjects() {
    assertThat(
            parse(
                "{'type':'subscribe','id':'x','interval_ms':50,'colour':'red','channels':"
                    + "['a',{'channel':'b','since':'1-0','interval_ms':0,'shape':'round'}]}"))
        .isEqualTo(
            new ClientFrame.Subscribe(
                TextNode.valueOf("x"),
                List.of(
                    new ChannelRequest("a", null, Filter.EVERYTHING, 50, null),
                    new ChannelRequest("b", "1-0", Filter.EVERYTHING, 0, null))));
  }

  @Test
  void readsTopics_asChannels() {
    assertThat(parse("{'type':'unsubscribe','topics':['a',{'channel':'b'}],'id':3}"))
        .isEqualTo(new ClientFrame.Unsubscribe(IntNode.valueOf(3), List.of("a", "b")));
  }

  @Test
  void meansAll_whenUnsubscribeNamesNothing() {
    assertThat(parse("{'type':'unsubscribe','id':null}"))
        .isEqualTo(new ClientFrame.Unsubscribe(null, null));
  }

  @Test
  void givesFiltersToAllChannels_butToThoseThatHaveTheirOwn() {
    ClientFrame frame =
        parse(
            "{'type':'subscribe','filters':{'tier':'daily'},'channels':['a',"
                + "{'channel':'b','filters':{'symbols':['B']}}]}");
    assertThat(((ClientFrame.Subscribe) frame).channels())
        .extracting(ChannelRequest::filter)
        .containsExactly(
            new Filter(List.of(new Filter.OneOf("tier", List.of("daily")))),
            new Filter(List.of(new Filter.OneOf("symbol", List.of("B")))));
  }

  @Test
  void marksTheEntry_whenItsFiltersAreFaulty() {
    ClientFrame frame = parse("{'type':'subscribe','channels':['a'],'filters':'all'}");
    assertThat(((ClientFrame.Subscribe) frame).channels())
        .containsExactly(ChannelRequest.faulty("a", "filters must be an object"));
  }

  @Test
  void takesEmptyFilters_asNone() {
    ClientFrame frame = parse("{'type':'subscribe','channels':['a'],'filters':{}}");
    assertThat(((ClientFrame.Subscribe) frame).channels().get(0).fault()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "60001", "1.5", "'100'", "99999999999", "true"})
  void marksTheEntry_whenTheIntervalCannotBe(String interval) {
    ClientFrame frame =
        parse("{'type':'subscribe','channels':['a'],'interval_ms':" + interval + "}");
    assertThat(((ClientFrame.Subscribe) frame).channels().get(0).fault()).contains("interval_ms");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "[]",
        "'ping'",
        "{",
        "{}{}",
        "{'type':7}",
        "{'type':'dance'}",
        "{'type':'auth'}",
        "{'type':'auth','token':7}",
        "{'type':'auth','token':''}",
        "{'type':'subscribe'}",
        "{'type':'subscribe','channels':[]}",
        "{'type':'subscribe','channels':'a'}",
        "{'type':'subscribe','channels':[7]}",
        "{'type':'subscribe','channels':[{}]}",
        "{'type':'subscribe','channels':['a',null]}",
        "{'type':'unsubscribe','channels':{'a':1}}",
        "{'type':'unsubscribe','channels':[[]]}",
        "{'type':'ping','id':{}}",
        "{'type':'ping','id':1.5}",
        "{'type':'ping','id':1e9999999999}"
      })
  void isMalformed_whenItIsNoMessageOfTheProtocol(String json) {
    assertThat(parse(json)).isInstanceOf(ClientFrame.Malformed.class);
  }

  @Test
  void isMalformed_whenItIsNestedTooDeeply() {
    assertThat(parse("[".repeat(100_000))).isInstanceOf(ClientFrame.Malformed.class);
  }

  @Test
  void keepsTheToken_outOfItsOwnWords() {
    assertThat(parse("{'type':'auth','token':'s3cret'}").toString()).doesNotContain("s3cret");
  }
}
