package io.tickwire.push.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What sessions have to know of the lists that their users watch. */
public interface WatchedSymbols {
  /** Null while it is not known; to ask for it has it looked up. */
  @Nullable List<String> symbols(String user);
}
