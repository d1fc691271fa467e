package io.tickwire.feed.socket;

/**
 * Where one connection stands.
 *
 * <pre>
 * WAITING_FOR_SLOT → GETTING_TOKEN      there is room among this minute's connects
 * GETTING_TOKEN → CONNECTING            a token came; never one of before
 * CONNECTING → AWAITING_WELCOME         the upgrade succeeded
 * CONNECTING, AWAITING_WELCOME → LIVE   welcome; some servers send it with the upgrade
 * any → ENDED                           refused, closed, silent, too slow, or not wanted any more
 * </pre>
 */
public enum LinkState {
  WAITING_FOR_SLOT,
  GETTING_TOKEN,
  CONNECTING,
  AWAITING_WELCOME,
  LIVE,
  ENDED;

  /** Whether the table above has that transition. */
  boolean mayBecome(LinkState next) {
    return switch (this) {
      case WAITING_FOR_SLOT -> next == GETTING_TOKEN || next == ENDED;
      case GETTING_TOKEN -> next == CONNECTING || next == ENDED;
      case CONNECTING -> next == AWAITING_WELCOME || next == LIVE || next == ENDED;
      case AWAITING_WELCOME -> next == LIVE || next == ENDED;
      case LIVE -> next == ENDED;
      case ENDED -> false;
    };
  }
}
