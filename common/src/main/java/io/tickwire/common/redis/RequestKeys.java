package io.tickwire.common.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.impl.RequestImpl;
import java.util.List;
import java.util.Set;

/**
 * Finds the slot that a command belongs to. The client knows where each command has its keys but
 * does not publish it, hence the look into its implementation; a test names every command in use.
 * Pure.
 */
final class RequestKeys {
  /** A command without a key: any node may answer it. */
  static final int ANY = -1;

  /** Their key stands behind a word, which the client does not know. */
  private static final Set<Command> CONTAINERS = Set.of(Command.XGROUP, Command.XINFO);

  private RequestKeys() {}

  /**
   * The slot of all keys of a command, or {@link #ANY}.
   *
   * @throws IllegalArgumentException when its keys are in several slots
   */
  static int slot(Request request) {
    int slot = ANY;
    for (byte[] key : keys((RequestImpl) request)) {
      int next = HashSlot.of(key);
      if (slot != ANY && slot != next) {
        throw new IllegalArgumentException(
            "the keys of one command must share a hash tag: command=" + request.command());
      }
      slot = next;
    }
    return slot;
  }

  private static List<byte[]> keys(RequestImpl request) {
    List<byte[]> arguments = request.getArgs();
    return CONTAINERS.contains(request.command()) && arguments.size() > 1
        ? List.of(arguments.get(1))
        : request.keys();
  }
}
