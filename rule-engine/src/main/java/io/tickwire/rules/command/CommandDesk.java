package io.tickwire.rules.command;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.Wire;
import io.tickwire.rules.partition.OwnedPartitions;
import io.tickwire.rules.partition.Partition;
import io.tickwire.rules.store.History;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door for commands: {@code tickwire.commands} for gateways, {@code tickwire.commands.N} for
 * engines that do not own partition N. Every command gets an answer; what cannot be done now is
 * {@code unavailable} and may be sent again with the same id. Confined to the engine's event loop.
 */
public final class CommandDesk {
  private static final Logger log = LoggerFactory.getLogger(CommandDesk.class);

  /** Shorter than the sender waits for us. */
  private static final DeliveryOptions PASS_ON =
      new DeliveryOptions(Wire.COMMAND).setSendTimeout(4_700);

  private final Vertx vertx;
  private final Partitions partitions;
  private final OwnedPartitions owned;
  private final History history;
  private final PositionCommands positions;
  private final TriggerCommands triggers;
  private final Map<Integer, MessageConsumer<RuleCommand>> byPartition = new HashMap<>();
  private @Nullable MessageConsumer<RuleCommand> door;
  private @Nullable Promise<Void> idle;
  private int underWay;

  public CommandDesk(
      Vertx vertx,
      Partitions partitions,
      OwnedPartitions owned,
      History history,
      PositionCommands positions,
      TriggerCommands triggers) {
    this.vertx = vertx;
    this.partitions = partitions;
    this.owned = owned;
    this.history = history;
    this.positions = positions;
    this.triggers = triggers;
  }

  public Future<Void> start() {
    MessageConsumer<RuleCommand> made = vertx.eventBus().consumer(Addresses.COMMANDS);
    door = made.handler(message -> reply(message, route(message.body())));
    return made.completion();
  }

  /** Takes commands for a partition that other engines pass on. */
  public void serve(int partition) {
    byPartition.computeIfAbsent(
        partition,
        number ->
            vertx
                .eventBus()
                .consumer(
                    Addresses.commands(number),
                    message -> reply(message, handleHere(number, message.body()))));
  }

  /** Leaves them to others. */
  public void leave(int partition) {
    MessageConsumer<RuleCommand> consumer = byPartition.remove(partition);
    if (consumer != null) {
      consumer.unregister();
    }
  }

  /** Takes no more commands; completes when those under way have their answers. */
  public Future<Void> stop() {
    List<Future<Void>> left = new ArrayList<>();
    if (door != null) {
      left.add(door.unregister());
    }
    byPartition.values().forEach(consumer -> left.add(consumer.unregister()));
    byPartition.clear();
    return Future.join(left).otherwiseEmpty().compose(ignored -> idle());
  }

  private Future<Void> idle() {
    Promise<Void> promise = Promise.promise();
    idle = promise;
    answered(0);
    return promise.future();
  }

  private void answered(int commands) {
    underWay -= commands;
    Promise<Void> waiting = idle;
    if (waiting != null && underWay == 0) {
      waiting.tryComplete();
    }
  }

  private void reply(Message<RuleCommand> message, Future<RuleReply> answer) {
    underWay++;
    answer.onComplete(
        reply -> {
          answered(1);
          message.reply(reply, Wire.REPLY);
        },
        failure -> {
          answered(1);
          log.debug("command failed id={} cause={}", message.body().id(), failure.toString());
          message.reply(
              RuleReply.Refused.of(
                  ErrorCode.UNAVAILABLE,
                  "The outcome is not known; send the same command again or ask for its result."),
              Wire.REPLY);
        });
  }

  private Future<RuleReply> route(RuleCommand command) {
    return symbol(command)
        .compose(
            symbol -> {
              if (symbol.isEmpty()) {
                return Future.succeededFuture(Answers.notFound(command));
              }
              int number = partitions.of(symbol.get());
              return owned.find(number) != null
                  ? handleHere(number, command)
                  : vertx
                      .eventBus()
                      .<RuleReply>request(Addresses.commands(number), command, PASS_ON)
                      .map(Message::body);
            });
  }

  /** From the command, or from the document of what it concerns, if that is its user's. */
  private Future<Optional<String>> symbol(RuleCommand command) {
    if (command instanceof RuleCommand.OpenPosition open) {
      return Future.succeededFuture(Optional.of(open.symbol()));
    }
    if (command instanceof RuleCommand.CreateTrigger create) {
      return Future.succeededFuture(Optional.of(create.symbol()));
    }
    return command instanceof RuleCommand.CancelTrigger
        ? history
            .find(command.user(), History.Kind.TRIGGERS, command.id(), Trigger.class)
            .map(found -> found.map(Trigger::symbol))
        : history
            .find(command.user(), History.Kind.POSITIONS, command.id(), Position.class)
            .map(found -> found.map(Position::symbol));
  }

  private Future<RuleReply> handleHere(int number, RuleCommand command) {
    Partition partition = owned.find(number);
    if (partition == null) {
      return Future.failedFuture("not owned any more: partition=" + number);
    }
    try {
      return handle(partition, command);
    } catch (RuntimeException e) {
      log.error("command broke id={} type={}", command.id(), command.getClass(), e);
      return Future.succeededFuture(
          RuleReply.Refused.of(ErrorCode.INTERNAL, "The command could not be handled."));
    }
  }

  private Future<RuleReply> handle(Partition partition, RuleCommand command) {
    if (command instanceof RuleCommand.OpenPosition open) {
      return positions.open(partition, open);
    }
    if (command instanceof RuleCommand.EditPosition edit) {
      return positions.edit(partition, edit);
    }
    if (command instanceof RuleCommand.ClosePosition close) {
      return positions.close(partition, close);
    }
    if (command instanceof RuleCommand.CreateTrigger create) {
      return triggers.create(partition, create);
    }
    if (command instanceof RuleCommand.CancelTrigger cancel) {
      return triggers.cancel(partition, cancel);
    }
    throw new AssertionError("every command is handled: " + command);
  }
}
