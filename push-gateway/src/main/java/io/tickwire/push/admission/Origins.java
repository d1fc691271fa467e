package io.tickwire.push.admission;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may open a WebSocket from a browser: those of this host and of the origins that are
 * set. What sends no origin is no browser. Immutable, any thread.
 */
public final class Origins {
  private static final Pattern ORIGIN =
      Pattern.compile("https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");

  private final Set<String> allowed = new HashSet<>();
  private final boolean all;

  public Origins(List<String> origins) {
    this.all = origins.contains("*");
    origins.forEach(origin -> allowed.add(lower(origin)));
  }

  static boolean isOrigin(String text) {
    return ORIGIN.matcher(text).matches();
  }

  /**
   * @param origin the header of that name; null when there is none
   * @param host the host and port that the request was sent to
   */
  public boolean allow(@Nullable String origin, @Nullable String host) {
    if (origin == null || all) {
      return true;
    }
    if (!isOrigin(origin)) {
      return false; // also "null", which is what a sandboxed page sends
    }
    return allowed.contains(lower(origin)) || isSameHost(lower(origin), host);
  }

  /** Behind a proxy that ends TLS the scheme says nothing. */
  private static boolean isSameHost(String origin, @Nullable String host) {
    if (host == null) {
      return false;
    }
    String bare = origin.substring(origin.indexOf("//") + 2);
    String port = origin.startsWith("https") ? ":443" : ":80";
    return bare.equals(lower(host)) || (bare + port).equals(lower(host));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
