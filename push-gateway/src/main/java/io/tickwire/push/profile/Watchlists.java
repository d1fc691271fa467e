package io.tickwire.push.profile;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/** The symbols that users watch, for whoever follows them. Any thread. */
public interface Watchlists {
  /** The symbols of a user in his order; empty when he has no list. */
  Future<List<String>> watchlist(String user);

  /**
   * Tells at once of every list that was changed through any gateway.
   *
   * @param listener takes the name of the user; must not block
   */
  void onWatchlistChange(Consumer<String> listener);
}
