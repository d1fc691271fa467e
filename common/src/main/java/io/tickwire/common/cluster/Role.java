package io.tickwire.common.cluster;

import java.util.Locale;

/** What a member of the cluster does; one process may do several. */
public enum Role {
  FEED,
  RULES,
  GATEWAY;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
