package io.tickwire.simulator.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.simulator.protocol.Json;
import io.tickwire.simulator.replay.Recording;
import io.tickwire.simulator.replay.Replay;
import io.tickwire.simulator.server.MarketRunner;
import io.tickwire.simulator.server.RunConfig;
import io.tickwire.simulator.server.RunMode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** {@code /sim/run}: what moves the market. Confined to the simulator's event loop. */
final class RunCalls {

  private static final String FILE = "file";
  private static final String PACE = "trades_per_second";

  private final MarketRunner runner;
  private final RecordingReader recordings;

  RunCalls(MarketRunner runner, RecordingReader recordings) {
    this.runner = runner;
    this.recordings = recordings;
  }

  /** Changes mode, seed or pace, or plays a file; fails with {@link BadControlCall}. */
  Future<ObjectNode> change(Vertx vertx, String body) {
    try {
      RunConfig next = ControlParser.run(body, runner.run());
      FieldReader call = new FieldReader("", ControlParser.read(body));
      if (next.mode() == RunMode.REPLAY && call.has("mode")) {
        return play(vertx, next, call);
      }
      call.require(FILE, !call.has(FILE), "goes with mode replay only");
      // A replay goes on when it is only asked about; its pace was set when it started.
      call.require(
          "mode",
          next.mode() != RunMode.REPLAY || next.equals(runner.run()),
          "must be named while a replay is on");
      if (!next.equals(runner.run()) || next.mode() != RunMode.REPLAY) {
        runner.run(next);
      }
      return Future.succeededFuture(state());
    } catch (BadControlCall refusal) {
      return Future.failedFuture(refusal);
    }
  }

  private Future<ObjectNode> play(Vertx vertx, RunConfig next, FieldReader call)
      throws BadControlCall {
    String file = call.text(FILE);
    boolean paced = call.has(PACE);
    return vertx
        .executeBlocking(() -> checked(file, paced))
        .map(
            recording -> {
              int pace = paced ? next.tradesPerSecond() : Replay.RECORDED_PACE;
              runner.play(new Replay(recording, pace), next);
              return state();
            });
  }

  private Recording checked(String file, boolean paced) throws BadControlCall {
    Recording recording = recordings.read(file);
    if (!paced && !recording.hasTimes()) {
      throw new BadControlCall(
          "bad_request", PACE + ": must be given, because no line of \"" + file + "\" has a time.");
    }
    return recording;
  }

  /** What moves the market now, and how far the last replay came. */
  ObjectNode state() {
    RunConfig run = runner.run();
    ObjectNode answer =
        Json.object()
            .put("mode", run.mode().label())
            .put("seed", run.seed())
            .put(PACE, run.tradesPerSecond());
    Replay replay = runner.replay();
    if (replay != null) {
      answer
          .putObject("replay")
          .put(FILE, replay.recording().file())
          .put("lines", replay.recording().lines().size())
          .put("played", replay.played());
    }
    return answer;
  }
}
