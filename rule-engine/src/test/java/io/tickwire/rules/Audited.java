package io.tickwire.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import io.tickwire.rules.audit.redis.AuditCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What an audit printed and how it ended. */
public record Audited(int exit, String out, String err) {
  /** Runs the command as the shell does. */
  public static Audited run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        new CommandLine(new AuditCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Audited(exit, out.toString(), err.toString());
  }

  /** What {@code --json} printed. */
  public JsonNode json() {
    return Json.read(out, JsonNode.class);
  }
}
