package io.tickwire.common.wire;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes a copy of a {@link Position}, field by field. Not thread-safe. */
public final class PositionChange {
  private final Position before;
  private BigDecimal openQuantity;
  private BigDecimal margin;
  private @Nullable BigDecimal liquidationPrice;
  private @Nullable BigDecimal stopLoss;
  private @Nullable BigDecimal takeProfit;
  private List<TakeProfit> takeProfits;
  private @Nullable TrailingStop trailingStop;
  private PositionStatus status;
  private long version;
  private int reductions;
  private @Nullable Long closedAt;
  private @Nullable BigDecimal exitPrice;
  private @Nullable ExecutionKind closeReason;
  private @Nullable BigDecimal gross;
  private BigDecimal fees;
  private @Nullable BigDecimal funding;
  private @Nullable BigDecimal net;
  private @Nullable String executionId;

  PositionChange(Position before) {
    this.before = before;
    openQuantity = before.openQuantity();
    margin = before.margin();
    liquidationPrice = before.liquidationPrice();
    stopLoss = before.stopLoss();
    takeProfit = before.takeProfit();
    takeProfits = before.takeProfits();
    trailingStop = before.trailingStop();
    status = before.status();
    version = before.version();
    reductions = before.reductions();
    closedAt = before.closedAt();
    exitPrice = before.exitPrice();
    closeReason = before.closeReason();
    gross = before.gross();
    fees = before.fees();
    funding = before.funding();
    net = before.net();
    executionId = before.executionId();
  }

  public PositionChange openQuantity(BigDecimal value) {
    openQuantity = value;
    return this;
  }

  public PositionChange margin(BigDecimal value) {
    margin = value;
    return this;
  }

  public PositionChange liquidationPrice(@Nullable BigDecimal value) {
    liquidationPrice = value;
    return this;
  }

  public PositionChange stopLoss(@Nullable BigDecimal value) {
    stopLoss = value;
    return this;
  }

  public PositionChange takeProfit(@Nullable BigDecimal value) {
    takeProfit = value;
    return this;
  }

  public PositionChange takeProfits(List<TakeProfit> value) {
    takeProfits = value;
    return this;
  }

  public PositionChange trailingStop(@Nullable TrailingStop value) {
    trailingStop = value;
    return this;
  }

  public PositionChange status(PositionStatus value) {
    status = value;
    return this;
  }

  public PositionChange version(long value) {
    version = value;
    return this;
  }

  public PositionChange reductions(int value) {
    reductions = value;
    return this;
  }

  public PositionChange closedAt(@Nullable Long value) {
    closedAt = value;
    return this;
  }

  public PositionChange exitPrice(@Nullable BigDecimal value) {
    exitPrice = value;
    return this;
  }

  public PositionChange closeReason(@Nullable ExecutionKind value) {
    closeReason = value;
    return this;
  }

  public PositionChange gross(@Nullable BigDecimal value) {
    gross = value;
    return this;
  }

  public PositionChange fees(BigDecimal value) {
    fees = value;
    return this;
  }

  public PositionChange funding(@Nullable BigDecimal value) {
    funding = value;
    return this;
  }

  public PositionChange net(@Nullable BigDecimal value) {
    net = value;
    return this;
  }

  public PositionChange executionId(@Nullable String value) {
    executionId = value;
    return this;
  }

  public Position done() {
    return new Position(
        before.id(),
        before.user(),
        before.symbol(),
        before.market(),
        before.side(),
        before.quantity(),
        openQuantity,
        before.entryPrice(),
        before.leverage(),
        margin,
        liquidationPrice,
        stopLoss,
        takeProfit,
        takeProfits,
        trailingStop,
        before.triggerSource(),
        before.priceProtectionBp(),
        status,
        version,
        reductions,
        before.openedAt(),
        closedAt,
        exitPrice,
        closeReason,
        gross,
        fees,
        funding,
        net,
        before.currency(),
        before.clientId(),
        executionId);
  }
}
