package io.tickwire.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** The list of scenarios in the documentation names tests that exist. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenariosTest {
  private static final Path LIST = Path.of("../docs/scenarios.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| .+ \\| .*`.+`.* \\|$");
  private static final Pattern TEST = Pattern.compile("`([\\w.]+)#(\\w+)`");

  @Test
  void listsFiftyInOrder() throws IOException {
    assertThat(found(ROW).stream().map(row -> Integer.parseInt(row.group(1))))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 50).boxed().toList());
  }

  @ParameterizedTest
  @MethodSource("tests")
  void namesATestThatRuns(String className, String method) throws ClassNotFoundException {
    Class<?> test = Class.forName("io.tickwire.rules." + className);

    assertThat(Arrays.stream(test.getDeclaredMethods()))
        .filteredOn(one -> AnnotationSupport.isAnnotated(one, Testable.class))
        .extracting(one -> one.getName())
        .contains(method);
  }

  List<String[]> tests() throws IOException {
    return found(TEST).stream().map(test -> new String[] {test.group(1), test.group(2)}).toList();
  }

  private static List<MatchResult> found(Pattern pattern) throws IOException {
    return pattern.matcher(Files.readString(LIST)).results().toList();
  }
}
