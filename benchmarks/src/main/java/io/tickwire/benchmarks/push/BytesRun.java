package io.tickwire.benchmarks.push;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.tickwire.push.frame.EventBytes;
import io.tickwire.push.frame.MessageForm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.zip.Deflater;

/**
 * How many bytes a delivery takes in each form, and what making them costs: events alone and in
 * batches, in pieces that fit into any batch, as one, and by a compressor that one connection
 * keeps, as Vert.x has it by default.
 *
 * <pre>
 * java -cp benchmarks/target/*-runnable.jar io.tickwire.benchmarks.push.BytesRun FILE [BATCH]
 * </pre>
 *
 * FILE holds recorded events, one JSON object a line.
 */
@SuppressWarnings("SystemOut") // What a command prints is its result.
public final class BytesRun {
  private static final int ROUNDS = 300;
  private static final int MOST_FRAME_HEADER = 4;

  private final List<String> events;
  private final int batch;
  private double plainBytes;

  private BytesRun(List<String> events, int batch) {
    this.events = events;
    this.batch = batch;
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    List<String> events = Files.readAllLines(Path.of(arguments[0]));
    int batch = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    new BytesRun(events, 1).run();
    new BytesRun(events, batch).run();
  }

  private void run() {
    System.out.printf(Locale.ROOT, "%d events, %d a message%n", events.size(), batch);
    tell("JSON", from -> frame(MessageForm.JSON, from, false));
    tell("CBOR", from -> frame(MessageForm.CBOR, from, false));
    tell("JSON deflated in pieces", from -> frame(MessageForm.JSON_DEFLATED, from, false));
    tell("CBOR deflated in pieces", from -> frame(MessageForm.CBOR_DEFLATED, from, false));
    tell("JSON deflated as one", from -> frame(MessageForm.JSON_DEFLATED, from, true));
    tell("CBOR deflated as one", from -> frame(MessageForm.CBOR_DEFLATED, from, true));
    Deflater own = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    byte[] out = new byte[1 << 20];
    tell("JSON, a compressor of the connection's own", from -> deflate(own, from, out));
    own.end();
  }

  /** Everything is made anew, as for the first connection that wants it. */
  private int frame(MessageForm form, int from, boolean asOne) {
    List<EventBytes> message = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      message.add(EventBytes.of(events.get(from + i)));
    }
    ByteBuf frame =
        asOne
            ? form.frameDeflatedAsOne(UnpooledByteBufAllocator.DEFAULT, message)
            : form.frame(UnpooledByteBufAllocator.DEFAULT, message);
    int bytes = frame.readableBytes();
    frame.release();
    return bytes;
  }

  private int deflate(Deflater own, int from, byte[] out) {
    String text = String.join(",", events.subList(from, from + batch));
    own.setInput(text.getBytes(StandardCharsets.UTF_8));
    return MOST_FRAME_HEADER + own.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
  }

  private void tell(String name, IntUnaryOperator make) {
    long bytes = 0;
    long messages = 0;
    long ns = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long startNs = System.nanoTime();
      for (int from = 0; from + batch <= events.size(); from += batch) {
        int made = make.applyAsInt(from);
        bytes += round == 0 ? made : 0;
        messages += round == 0 ? 1 : 0;
      }
      // The second half is warm.
      ns += round < ROUNDS / 2 ? 0 : System.nanoTime() - startNs;
    }
    double each = (double) bytes / messages / batch;
    plainBytes = name.equals("JSON") ? each : plainBytes;
    System.out.printf(
        Locale.ROOT,
        "  %-45s %6.1f B a delivery, %4.1f %% saved; %6.2f us to make%n",
        name,
        each,
        100 * (1 - each / plainBytes),
        ns / 1e3 / messages / (ROUNDS - ROUNDS / 2) / batch);
  }
}
