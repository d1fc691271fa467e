package io.tickwire.simulator.fault;

import io.tickwire.simulator.market.Market;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way of one socket's data frames through the faults. Confined to the simulator's event loop.
 */
public final class DataPath {
  private final FaultBoard faults;
  private final Market market;
  private final String connection;
  private final Consumer<String> socket;
  private @Nullable String heldBack;

  /**
   * @param socket takes the frames that are sent
   */
  public DataPath(FaultBoard faults, Market market, String connection, Consumer<String> socket) {
    this.faults = faults;
    this.market = market;
    this.connection = connection;
    this.socket = socket;
  }

  /** Whether frames pass as they are. */
  public boolean isClear() {
    return faults.isEmpty() && heldBack == null;
  }

  /** Sends a data frame, unless and as the faults say. */
  public void send(String symbol, String frame) {
    if (isClear()) {
      socket.accept(frame);
      return;
    }
    long nowNs = System.nanoTime();
    if (faults.isSilent(market, connection, symbol, nowNs) || takes(FaultKind.DROP, nowNs)) {
      return;
    }
    if (takes(FaultKind.REORDER, nowNs) && heldBack == null) {
      heldBack = frame;
      return;
    }
    if (takes(FaultKind.GARBAGE, nowNs)) {
      sendGarbage(frame);
    }
    socket.accept(frame);
    if (takes(FaultKind.DUPLICATE, nowNs)) {
      socket.accept(frame);
    }
    String late = heldBack;
    if (late != null) {
      heldBack = null;
      socket.accept(late);
    }
  }

  private boolean takes(FaultKind kind, long nowNs) {
    return faults.take(kind, market, connection, nowNs);
  }

  /** Half a frame, no JSON at all, another shape, prices that cannot be. */
  private void sendGarbage(String frame) {
    socket.accept(frame.substring(0, frame.length() / 2));
    socket.accept("\u0000\u0001 not json {]");
    socket.accept("[]");
    socket.accept(frame.replaceAll("\"price\":\"[^\"]*\"", "\"price\":\"-1\""));
    socket.accept(frame.replaceAll("\"price\":\"[^\"]*\"", "\"price\":\"NaN\""));
  }
}
