package io.tickwire.rules.settlement;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommitsFirstTest {
  private static final int FEW = CommitsFirst.MANY;
  private static final int MANY = CommitsFirst.MANY + 1;

  private final Vertx vertx = Vertx.vertx();
  private final Deque<Integer> answers = new ArrayDeque<>();
  private final List<Integer> asked = new ArrayList<>();
  private final CommitsFirst commits = new CommitsFirst(vertx, this::next);

  /** The last answer stands. */
  private synchronized int next() {
    int answer = answers.size() > 1 ? answers.remove() : answers.element();
    asked.add(answer);
    return answer;
  }

  private synchronized List<Integer> asked() {
    return List.copyOf(asked);
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void beginsAtOnce_whenFewCommitsWait() {
    answers.add(FEW);

    assertThat(commits.turn().succeeded()).isTrue();
  }

  @Test
  void waitsUntilFewAreLeft_whileTheyGetFewer() {
    answers.addAll(List.of(MANY + 2, MANY + 1, FEW));

    await(commits.turn());

    assertThat(asked()).containsExactly(MANY + 2, MANY + 1, FEW);
  }

  @Test
  void goesOn_whenTheyDoNotGetFewer() {
    answers.add(MANY);

    await(commits.turn());

    assertThat(asked()).containsExactly(MANY, MANY);
  }

  @Test
  void keepsTheOrder_whenSeveralWait() {
    answers.addAll(List.of(MANY, FEW));
    List<String> begun = new ArrayList<>();

    Future<Void> first = commits.turn().onSuccess(ignored -> begun.add("first"));
    Future<Void> second = commits.turn().onSuccess(ignored -> begun.add("second"));
    await(Future.all(first, second));

    assertThat(begun).containsExactly("first", "second");
  }
}
