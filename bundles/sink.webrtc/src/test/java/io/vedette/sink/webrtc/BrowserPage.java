package io.vedette.sink.webrtc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vedette.api.live.LiveEngine;
import io.vedette.api.live.LiveException;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import io.vedette.testkit.MemoryHub;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Not a test: a page that plays a clip through the engine, to look at with a browser.
 *
 * <pre>java … io.vedette.sink.webrtc.BrowserPage clip.h264 fps httpPort mediaPort [replay]</pre>
 *
 * The page is at {@code /}, offers go to {@code /whep/live}, {@code GET /viewers} shows the
 * sessions and {@code GET /cpu} the CPU milliseconds of the engine's threads.
 */
final class BrowserPage {
  private BrowserPage() {}

  public static void main(String[] args) throws Exception {
    int fps = Integer.parseInt(args[1]);
    List<AccessUnit> clip = read(Path.of(args[0]), fps);
    Track audio = new Track(2, 8000, new G711Config(G711Config.Law.MU, 1));
    MemoryHub hub = new MemoryHub();
    StreamKey key =
        args.length > 4
            ? new StreamKey.Replay("r1", "cam")
            : new StreamKey.Live("cam", Profile.MAIN);
    MemoryHub.Stream stream = hub.publish(key, List.of(clip.get(0).track(), audio));
    LiveEngine engine = new EmbeddedEngine(hub, Integer.parseInt(args[3]), "", List.of());
    serve(engine, key, Integer.parseInt(args[2]));
    feed(stream, clip, audio, fps);
  }

  /** Annex B with one slice or more per picture → units with their parameter sets in the track. */
  static List<AccessUnit> read(Path file, int fps) throws Exception {
    List<AccessUnit> units = new ArrayList<>();
    List<ByteBuffer> picture = new ArrayList<>();
    ByteBuffer sps = null;
    List<ByteBuffer> pps = new ArrayList<>();
    Track track = null;
    for (ByteBuffer nal : NalUnits.splitAnnexB(ByteBuffer.wrap(Files.readAllBytes(file)))) {
      int type = NalUnits.h264Type(nal.get(0));
      boolean first = NalUnits.isSlice(type) && NalUnits.sliceHeader(nal).firstMacroblock() == 0;
      if ((first || !NalUnits.isSlice(type)) && picture.stream().anyMatch(BrowserPage::isSlice)) {
        units.add(unit(track, units.size(), fps, picture));
        picture.clear();
      }
      if (type == NalUnits.SPS) {
        sps = nal;
        pps.clear();
      } else if (type == NalUnits.PPS) {
        pps.add(nal);
        track = new Track(1, 90_000, H264Config.of(sps, pps));
      } else if (type != NalUnits.ACCESS_UNIT_DELIMITER) {
        picture.add(nal);
      }
    }
    units.add(unit(track, units.size(), fps, picture));
    return units;
  }

  private static boolean isSlice(ByteBuffer nal) {
    return NalUnits.isSlice(NalUnits.h264Type(nal.get(0)));
  }

  private static AccessUnit unit(Track track, int number, int fps, List<ByteBuffer> nals) {
    boolean key = nals.stream().anyMatch(n -> NalUnits.h264Type(n.get(0)) == NalUnits.IDR);
    long dts = number * 90_000L / fps;
    return new AccessUnit(track, dts, dts, Instant.EPOCH, key, NalUnits.join(nals));
  }

  /** Appends the clip again and again in real time, with a 440 Hz tone beside it. */
  static void feed(MemoryHub.Stream stream, List<AccessUnit> clip, Track audio, int fps) {
    long start = System.nanoTime();
    long samples = 0;
    for (long n = 0; ; n++) {
      long dueNs = start + n * 1_000_000_000L / fps;
      while (System.nanoTime() - dueNs < 0) {
        LockSupport.parkNanos(dueNs - System.nanoTime());
      }
      AccessUnit unit = clip.get((int) (n % clip.size()));
      long dts = n * 90_000L / fps;
      Instant now = Instant.now();
      stream.append(
          new AccessUnit(unit.track(), dts, dts, now, unit.randomAccess(), unit.payload()));
      while (samples * fps < (n + 1) * 8000) {
        stream.append(new AccessUnit(audio, samples, samples, now, true, tone(samples)));
        samples += 160;
      }
      stream.forgetOld();
    }
  }

  private static ByteBuffer tone(long from) {
    ByteBuffer out = ByteBuffer.allocate(160);
    for (int i = 0; i < 160; i++) {
      out.put(muLaw((int) (8000 * Math.sin((from + i) * 2 * Math.PI * 440 / 8000))));
    }
    return out.flip();
  }

  /** ITU-T G.711 µ-law of a 16-bit sample. */
  private static byte muLaw(int sample) {
    int sign = sample < 0 ? 0x80 : 0;
    int magnitude = Math.min(Math.abs(sample), 32_635) + 132;
    int exponent = 31 - Integer.numberOfLeadingZeros(magnitude) - 7;
    int mantissa = magnitude >> exponent + 3 & 0x0f;
    return (byte) ~(sign | exponent << 4 | mantissa);
  }

  private static void serve(LiveEngine engine, StreamKey key, int port) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext("/", e -> reply(e, 200, "text/html", page()));
    server.createContext("/whep/live", e -> whep(engine, key, e));
    server.createContext("/viewers", e -> reply(e, 200, "text/plain", engine.viewers() + "\n"));
    server.createContext("/cpu", e -> reply(e, 200, "application/json", cpu()));
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("src/test/resources/page.html"));
  }

  private static String cpu() {
    var threads = java.lang.management.ManagementFactory.getThreadMXBean();
    StringBuilder json = new StringBuilder("{");
    for (var info : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (info != null && info.getThreadName().startsWith("webrtc-")) {
        long millis = threads.getThreadCpuTime(info.getThreadId()) / 1_000_000;
        json.append(json.length() > 1 ? "," : "");
        json.append('"').append(info.getThreadName()).append("\":").append(millis);
      }
    }
    return json.append("}").toString();
  }

  private static void whep(LiveEngine engine, StreamKey key, HttpExchange exchange)
      throws IOException {
    String offer = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String local = exchange.getLocalAddress().getAddress().getHostAddress();
    try {
      var session = engine.open(new LiveEngine.LiveRequest(key, offer, local));
      reply(exchange, 201, "application/sdp", session.sdpAnswer());
    } catch (LiveException refused) {
      reply(exchange, 406, "text/plain", refused.kind() + ": " + refused.getMessage());
    }
  }

  private static void reply(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
