package io.tickwire.push;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleQuery;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.common.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Answers commands and queries as the test says, and remembers them. */
public final class FakeEngine {
  private final List<RuleCommand> commands = new CopyOnWriteArrayList<>();
  private final List<RuleQuery> queries = new CopyOnWriteArrayList<>();
  private final AtomicInteger silences = new AtomicInteger();
  private final MessageConsumer<RuleCommand> commandConsumer;
  private final MessageConsumer<RuleQuery> queryConsumer;
  private volatile Function<RuleCommand, RuleReply> onCommand =
      command -> RuleReply.Done.of(Map.of("id", command.id(), "version", 1));
  private volatile Function<RuleQuery, RuleReply> onQuery =
      query -> RuleReply.Done.of(Map.of("items", List.of()));

  public FakeEngine(Vertx vertx) {
    commandConsumer =
        vertx
            .eventBus()
            .consumer(
                Addresses.COMMANDS,
                message -> {
                  commands.add(message.body());
                  if (silences.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
                    message.reply(onCommand.apply(message.body()), Wire.REPLY);
                  }
                });
    queryConsumer =
        vertx
            .eventBus()
            .consumer(
                Addresses.QUERIES,
                message -> {
                  queries.add(message.body());
                  message.reply(onQuery.apply(message.body()), Wire.REPLY);
                });
  }

  public void answerCommands(Function<RuleCommand, RuleReply> answer) {
    onCommand = answer;
  }

  public void answerQueries(Function<RuleQuery, RuleReply> answer) {
    onQuery = answer;
  }

  /** Takes this many commands without an answer. */
  public void swallow(int commands) {
    silences.set(commands);
  }

  /** Oldest first. */
  public List<RuleCommand> commands() {
    return commands;
  }

  /** Oldest first. */
  public List<RuleQuery> queries() {
    return queries;
  }

  public Future<Void> stop() {
    return Future.all(commandConsumer.unregister(), queryConsumer.unregister()).mapEmpty();
  }
}
