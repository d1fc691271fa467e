package io.tickwire.push.admission;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom to count a connection for: the client's address as far as it can be trusted. Of IPv6 the
 * first half, as whoever has one address has all of its network. Pure.
 */
public final class ClientAddress {
  private static final int GROUPS = 8;
  private static final int NETWORK_GROUPS = 4;
  private static final Pattern IP = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

  private ClientAddress() {}

  /**
   * @param peer address at the other end of the TCP connection
   * @param forwardedFor the header {@code X-Forwarded-For}; null when there is none
   * @param trustedProxies how many of its last entries were written by our own
   */
  public static String of(String peer, @Nullable String forwardedFor, int trustedProxies) {
    if (trustedProxies == 0 || forwardedFor == null) {
      return network(peer);
    }
    String[] hops = forwardedFor.split(",", -1);
    String client = hops[Math.max(0, hops.length - trustedProxies)].strip();
    return network(IP.matcher(client).matches() ? client : peer);
  }

  private static String network(String address) {
    int zone = address.indexOf('%');
    String bare = zone < 0 ? address : address.substring(0, zone);
    if (bare.indexOf(':') < 0) {
      return bare;
    }
    if (bare.indexOf('.') >= 0) {
      return bare.substring(bare.lastIndexOf(':') + 1); // IPv4 written as IPv6
    }
    return String.join(":", Arrays.asList(groups(bare)).subList(0, NETWORK_GROUPS)) + "::/64";
  }

  /** The address without its abbreviation. */
  private static String[] groups(String address) {
    String[] halves = address.split("::", 2);
    String[] before = halves[0].isEmpty() ? new String[0] : halves[0].split(":", -1);
    String[] after =
        halves.length < 2 || halves[1].isEmpty() ? new String[0] : halves[1].split(":", -1);
    String[] all = new String[GROUPS];
    Arrays.fill(all, "0");
    System.arraycopy(before, 0, all, 0, Math.min(before.length, GROUPS));
    for (int i = 0; i < Math.min(after.length, GROUPS); i++) {
      all[GROUPS - 1 - i] = after[after.length - 1 - i];
    }
    for (int i = 0; i < GROUPS; i++) {
      all[i] = all[i].toLowerCase(Locale.ROOT).replaceFirst("^0+(?=.)", "");
    }
    return all;
  }
}
