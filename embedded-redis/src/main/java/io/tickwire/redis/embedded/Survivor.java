package io.tickwire.redis.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for a server that outlived its JVM. It is taken over when it is the one the pid file names
 * and it serves what is asked for; otherwise it is stopped, so that there is never a second server
 * on the same files. A pid that is gone or another program's is ignored.
 */
final class Survivor {
  private static final Logger LOG = LoggerFactory.getLogger(Survivor.class);

  private final DataDirectory directory;
  private final EmbeddedRedisConfig config;

  Survivor(DataDirectory directory, EmbeddedRedisConfig config) {
    this.directory = directory;
    this.config = config;
  }

  /** The server to take over, or empty when the files are free. */
  Optional<ServerAnswers> find() {
    long recordedPid = recordedPid();
    ServerProcess recorded = new ServerProcess(recordedPid);
    Optional<ServerAnswers> living = answering(recorded);
    if (living.isEmpty()) {
      return living;
    }
    ServerAnswers server = living.get();
    if (server.pid() != recordedPid) {
      // Its pid file is removed before a server is told to end: this one is on its way out.
      stop(server, "ending");
      return Optional.empty();
    }
    if (!server.serves(config)) {
      stop(server, "other_settings");
      return Optional.empty();
    }
    return living;
  }

  private void stop(ServerAnswers server, String reason) {
    LOG.info(
        "redis of an earlier process stopped pid={} port={} reason={}",
        server.pid(),
        server.port(),
        reason);
    new ServerProcess(server.pid()).stop(config.stopTimeout());
  }

  /**
   * Waits for a living server that is busy; one that stays silent blocks the files, and only its
   * operator knows why.
   */
  private Optional<ServerAnswers> answering(ServerProcess recorded) {
    Deadline deadline = Deadline.after(config.startTimeout());
    while (true) {
      Optional<ServerAnswers> answers = ask();
      if (answers.isPresent() || !recorded.looksLikeRedisIn(directory.folder())) {
        return answers;
      }
      if (deadline.isPast()) {
        throw new EmbeddedRedisException(
            "the Redis server with pid "
                + recorded.pid()
                + " still runs on "
                + directory.folder()
                + " but does not answer; end it first");
      }
      Deadline.pause();
    }
  }

  private Optional<ServerAnswers> ask() {
    OptionalInt port = RedisConf.lastPort(directory.confFile());
    if (port.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ServerAnswers.ask(port.getAsInt()))
          .filter(server -> server.worksIn(directory.folder()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private long recordedPid() {
    try {
      return Long.parseLong(
          Files.readString(directory.pidFile(), StandardCharsets.US_ASCII).strip());
    } catch (IOException | NumberFormatException e) {
      return -1;
    }
  }
}
