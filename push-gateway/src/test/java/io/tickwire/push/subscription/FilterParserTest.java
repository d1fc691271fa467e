package io.tickwire.push.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FilterParserTest {
  private static FilterVerdict parse(String json) {
    return FilterParser.parse(Json.read(json.replace('\'', '"'), JsonNode.class));
  }

  private static Filter filter(String json) {
    return ((FilterVerdict.Read) parse(json)).filter();
  }

  private static Decimal18 number(String text) {
    return Objects.requireNonNull(Decimal18.of(new BigDecimal(text)));
  }

  @Test
  void keepsTheNamesOfAttributesOnce_howeverManyFiltersUseThem() {
    List<Filter.Condition> one = filter("{'symbols':['AAPL'],'confidence_min':0.7}").conditions();
    List<Filter.Condition> other = filter("{'symbol':['MSFT'],'confidence_max':1}").conditions();
    assertThat(one.get(0).attribute()).isSameAs(other.get(0).attribute());
    assertThat(one.get(1).attribute()).isSameAs(other.get(1).attribute());
  }

  @Test
  void readsValuesListsAndRanges() {
    assertThat(
            filter(
                "{'symbols':['AAPL','MSFT'],'tier':'daily','confidence_min':0.70,"
                    + "'confidence_max':'1','active':true,'version':7.0}"))
        .isEqualTo(
            new Filter(
                List.of(
                    new Filter.OneOf("active", List.of("true")),
                    new Filter.OneOf("symbol", List.of("AAPL", "MSFT")),
                    new Filter.OneOf("tier", List.of("daily")),
                    new Filter.OneOf("version", List.of("7")),
                    new Filter.Between("confidence", number("0.7"), number("1")))));
  }

  @Test
  void takesSingularAndPlural_asOneKey() {
    assertThat(filter("{'symbol':'A','symbols':['B']}")).isEqualTo(filter("{'symbols':['A','B']}"));
    assertThat(filter("{'entities':'x'}")).isEqualTo(filter("{'entity':'x'}"));
  }

  @Test
  void wantsEverything_whenNothingIsAskedFor() {
    assertThat(filter("{}")).isEqualTo(Filter.EVERYTHING);
    assertThat(filter("null")).isEqualTo(Filter.EVERYTHING);
    assertThat(filter("{'symbols':[],'tier':null}")).isEqualTo(Filter.EVERYTHING);
    assertThat(FilterParser.parse(null)).isEqualTo(new FilterVerdict.Read(Filter.EVERYTHING, null));
  }

  @Test
  void readsTheUpdateFrequency_inSeconds() {
    assertThat(((FilterVerdict.Read) parse("{'update_frequency':0.25}")).intervalMs())
        .isEqualTo(250);
    assertThat(((FilterVerdict.Read) parse("{'update_frequency':'60'}")).intervalMs())
        .isEqualTo(60_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'all' | filters must be an object",
        "[] | filters must be an object",
        "{'a':{}} | filters.a must be text, a number, true or false",
        "{'a':['x',[]]} | filters.a[1] must be text, a number, true or false",
        "{'a':[null]} | filters.a[0] must be text, a number, true or false",
        "{'a':1e99} | filters.a must be text, a number, true or false",
        "{'a_min':'x'} | filters.a_min must be a number",
        "{'a_min':[1]} | filters.a_min must be a number",
        "{'a_max':1e999999999} | filters.a_max must be a number",
        "{'a_min':2,'a_max':1} | filters.a_min is above its _max",
        "{'update_frequency':61} | filters.update_frequency must be a number of seconds",
        "{'update_frequency':-1} | filters.update_frequency must be a number of seconds",
        "{'':1} | a key of filters must have 1 to 256 characters"
      })
  void saysWhatIsWrongAndWhere(String json, String message) {
    assertThat(((FilterVerdict.Refused) parse(json)).message()).startsWith(message);
  }

  @Test
  void refusesMoreThanTheLimits() {
    String keys =
        IntStream.range(0, 17).mapToObj(i -> "'k" + i + "':1").collect(Collectors.joining(","));
    assertThat(parse("{" + keys + "}"))
        .isEqualTo(new FilterVerdict.Refused("filters has more than 16 keys"));
    String thousand =
        IntStream.range(0, 1_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
    assertThat(parse("{'a':[" + thousand + "]}")).isInstanceOf(FilterVerdict.Read.class);
    assertThat(parse("{'a':[" + thousand + "],'b':1}"))
        .isEqualTo(new FilterVerdict.Refused("filters has more than 1000 values"));
    assertThat(parse("{'a':'" + "x".repeat(257) + "'}"))
        .isEqualTo(new FilterVerdict.Refused("filters.a is over 256 characters"));
  }
}
