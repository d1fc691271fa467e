package io.tickwire.push.profile;

import io.tickwire.push.session.WatchedSymbols;
import io.vertx.core.Context;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watch lists that connections of one event loop follow. A list is read when somebody asks for
 * it, again at every edit that is told, and every half minute in case one was not. Confined to its
 * event loop.
 */
public final class WatchlistView implements WatchedSymbols {
  private static final long REFRESH_MS = 30_000;
  private static final long RETRY_MS = 500;
  private static final Logger log = LoggerFactory.getLogger(WatchlistView.class);

  private final Watchlists source;
  private final Context context;
  private final Map<String, Entry> entries = new HashMap<>();

  /** The list of one user. */
  private static final class Entry {
    private final Set<Runnable> followers = new LinkedHashSet<>();
    private @Nullable List<String> symbols;
    private boolean reading;
    private boolean stale;
  }

  public WatchlistView(Watchlists source, Context context) {
    this.source = source;
    this.context = context;
  }

  /** Call once, on the event loop. */
  public void start() {
    source.onWatchlistChange(user -> context.runOnContext(ignored -> readAgain(user)));
    context.owner().setPeriodic(REFRESH_MS, ignored -> refresh());
  }

  @Override
  public @Nullable List<String> symbols(String user) {
    Entry entry = entries.computeIfAbsent(user, ignored -> new Entry());
    if (entry.symbols == null) {
      read(user, entry);
    }
    return entry.symbols;
  }

  /**
   * @param follower is run after each change, until {@link #unfollow}
   */
  public void follow(String user, Runnable follower) {
    entries.computeIfAbsent(user, ignored -> new Entry()).followers.add(follower);
  }

  public void unfollow(String user, Runnable follower) {
    Entry entry = entries.get(user);
    if (entry != null && entry.followers.remove(follower) && entry.followers.isEmpty()) {
      entries.remove(user);
    }
  }

  private void refresh() {
    entries.values().removeIf(entry -> entry.followers.isEmpty() && !entry.reading);
    List.copyOf(entries.keySet()).forEach(this::readAgain);
  }

  private void readAgain(String user) {
    Entry entry = entries.get(user);
    if (entry != null) {
      // An answer that was asked for before an edit may lack it.
      entry.stale = entry.reading;
      read(user, entry);
    }
  }

  private void read(String user, Entry entry) {
    if (entry.reading) {
      return;
    }
    entry.reading = true;
    source
        .watchlist(user)
        .onComplete(
            symbols -> context.runOnContext(ignored -> take(user, entry, symbols)),
            failure -> context.runOnContext(ignored -> failed(user, entry, failure)));
  }

  private void take(String user, Entry entry, List<String> symbols) {
    entry.reading = false;
    boolean changed = !symbols.equals(entry.symbols);
    entry.symbols = symbols;
    if (entry.stale) {
      entry.stale = false;
      read(user, entry);
    }
    if (changed) {
      List.copyOf(entry.followers).forEach(Runnable::run);
    }
  }

  private void failed(String user, Entry entry, Throwable failure) {
    entry.reading = false;
    log.debug("watch list not read cause={}", failure.toString());
    if (!entry.followers.isEmpty()) {
      context.owner().setTimer(RETRY_MS, ignored -> readAgain(user));
    }
  }
}
