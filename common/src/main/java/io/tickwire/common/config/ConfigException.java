package io.tickwire.common.config;

import java.io.Serial;

/** A setting that cannot be; the message is one sentence that names it. Stops the start-up. */
public final class ConfigException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  public ConfigException(String message) {
    super(message);
  }
}
