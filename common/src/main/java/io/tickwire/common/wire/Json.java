package io.tickwire.common.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.io.Serial;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * JSON as the public contract writes it: snake_case, unknown fields ignored, decimals as plain
 * strings, absent values left out. Thread-safe.
 */
public final class Json {
  /** Decimals that a person would write: no exponent, no NaN, at most 40 characters. */
  private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,20}(\\.\\d{1,18})?");

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .addModule(
              new SimpleModule()
                  .addSerializer(BigDecimal.class, new DecimalWriter())
                  .addDeserializer(BigDecimal.class, new DecimalReader()))
          .build();

  private Json() {}

  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** The value as compact JSON. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JacksonException e) {
      throw new IllegalStateException("not writable as JSON: type=" + value.getClass(), e);
    }
  }

  /**
   * Reads one value.
   *
   * @throws IllegalArgumentException with a message fit for a client when it is not such a value
   */
  public static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /** {@link #read} of a tree that was read before. */
  public static <T> T convert(JsonNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * A decimal as the contract allows it: {@code "60000.1"}.
   *
   * @throws IllegalArgumentException for anything else: exponents, NaN, over 18 decimals
   */
  public static BigDecimal decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw new IllegalArgumentException("not a decimal: value=" + abbreviate(text));
    }
    return new BigDecimal(text);
  }

  private static String abbreviate(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }

  private static final class DecimalWriter extends StdSerializer<BigDecimal> {
    @Serial private static final long serialVersionUID = 1;

    DecimalWriter() {
      super(BigDecimal.class);
    }

    @Override
    public void serialize(BigDecimal value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(value.toPlainString());
    }
  }

  private static final class DecimalReader extends StdDeserializer<BigDecimal> {
    @Serial private static final long serialVersionUID = 1;

    DecimalReader() {
      super(BigDecimal.class);
    }

    @Override
    public BigDecimal deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      JsonToken token = in.currentToken();
      if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
        return (BigDecimal) context.handleUnexpectedToken(BigDecimal.class, in);
      }
      try {
        return decimal(in.getText());
      } catch (IllegalArgumentException e) {
        return (BigDecimal)
            context.handleWeirdStringValue(BigDecimal.class, in.getText(), "not a decimal");
      }
    }
  }
}
