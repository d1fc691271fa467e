package io.tickwire.rules.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Collects a page of a list whose filter the store does not know: reads on until the page is full
 * or the list ends. Any thread.
 */
final class Pages<T> {
  /** Documents read at a time. */
  private static final int CHUNK = 100;

  /** Documents looked at for one answer at most; the page then ends early, with a cursor. */
  private static final int MOST_READ = 5_000;

  private final Source<T> source;
  private final Function<T, Future<T>> refresh;
  private final Predicate<T> wanted;
  private final Function<T, String> id;

  /** Reads documents after a cursor, newest first. */
  interface Source<T> {
    Future<List<T>> read(@Nullable String after, int count);
  }

  /** A list as the contract shows it; the cursor is null at the end. */
  record Page<T>(
      List<T> items, @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String nextCursor) {
    Page {
      items = List.copyOf(items);
    }
  }

  Pages(
      Source<T> source,
      Function<T, Future<T>> refresh,
      Predicate<T> wanted,
      Function<T, String> id) {
    this.source = source;
    this.refresh = refresh;
    this.wanted = wanted;
    this.id = id;
  }

  Future<Page<T>> collect(@Nullable String after, int limit) {
    return collect(after, limit, new ArrayList<>(), 0);
  }

  private Future<Page<T>> collect(@Nullable String after, int limit, List<T> items, int read) {
    return source
        .read(after, CHUNK)
        .compose(documents -> refreshed(documents))
        .compose(
            documents -> {
              for (T document : documents) {
                if (wanted.test(document)) {
                  items.add(document);
                  if (items.size() == limit) {
                    return Future.succeededFuture(new Page<>(items, id.apply(document)));
                  }
                }
              }
              if (documents.size() < CHUNK) {
                return Future.succeededFuture(new Page<>(items, null));
              }
              String last = id.apply(documents.get(documents.size() - 1));
              return read + CHUNK >= MOST_READ
                  ? Future.succeededFuture(new Page<>(items, last))
                  : collect(last, limit, items, read + CHUNK);
            });
  }

  private Future<List<T>> refreshed(List<T> documents) {
    List<Future<T>> refreshed = documents.stream().map(refresh).toList();
    return Future.all(refreshed).map(all -> all.<T>list());
  }
}
