package io.tickwire.push.profile;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A list is followed through edits, slow answers and failures. */
final class WatchlistViewTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Source source = new Source();
  private final WatchlistView view = new WatchlistView(source, context);
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  /** Answers when the test says so. */
  private static final class Source implements Watchlists {
    private final BlockingQueue<Promise<List<String>>> asked = new LinkedBlockingQueue<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    @Override
    public Future<List<String>> watchlist(String user) {
      Promise<List<String>> answer = Promise.promise();
      asked.add(answer);
      return answer.future();
    }

    @Override
    public void onWatchlistChange(Consumer<String> listener) {
      listeners.add(listener);
    }

    Promise<List<String>> next() throws InterruptedException {
      Promise<List<String>> answer = asked.poll(10, TimeUnit.SECONDS);
      assertThat(answer).isNotNull();
      return answer;
    }
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private <T> T onLoop(Supplier<T> task) {
    return await(Future.future(done -> context.runOnContext(ignored -> done.complete(task.get()))));
  }

  private void follow() {
    onLoop(
        () -> {
          view.start();
          List<String> known = view.symbols("alice");
          assertThat(known).isNull();
          view.follow("alice", () -> seen.add(String.valueOf(view.symbols("alice"))));
          return true;
        });
  }

  private void expect(String list) throws InterruptedException {
    assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(list);
  }

  @Test
  void readsOnce_andAgainAtEachEdit() throws InterruptedException {
    follow();
    onLoop(() -> String.valueOf(view.symbols("alice")));
    source.next().complete(List.of("A"));
    expect("[A]");
    assertThat(source.asked).isEmpty();
    source.listeners.forEach(listener -> listener.accept("bob"));
    source.listeners.forEach(listener -> listener.accept("alice"));
    source.next().complete(List.of("A", "B"));
    expect("[A, B]");
    source.listeners.forEach(listener -> listener.accept("alice"));
    source.next().complete(List.of("A", "B"));
    source.listeners.forEach(listener -> listener.accept("alice"));
    source.next().complete(List.of());
    // An edit that changed nothing told nothing.
    expect("[]");
  }

  @Test
  void readsAgain_whenAnEditIsToldWhileAnAnswerIsOnItsWay() throws InterruptedException {
    follow();
    Promise<List<String>> early = source.next();
    source.listeners.forEach(listener -> listener.accept("alice"));
    onLoop(() -> true);
    early.complete(List.of("OLD"));
    expect("[OLD]");
    source.next().complete(List.of("NEW"));
    expect("[NEW]");
  }

  @Test
  void triesAgain_whenRedisDidNotAnswer() throws InterruptedException {
    follow();
    source.next().fail("away");
    source.next().complete(List.of("A"));
    expect("[A]");
  }

  @Test
  void forgets_whatNobodyFollows() throws InterruptedException {
    Runnable follower = () -> seen.add("told");
    onLoop(
        () -> {
          view.start();
          view.symbols("alice");
          view.follow("alice", follower);
          view.unfollow("alice", follower);
          return true;
        });
    source.next().complete(List.of("A"));
    source.listeners.forEach(listener -> listener.accept("alice"));
    assertThat(onLoop(() -> String.valueOf(view.symbols("alice")))).isEqualTo("null");
    assertThat(seen).isEmpty();
  }
}
