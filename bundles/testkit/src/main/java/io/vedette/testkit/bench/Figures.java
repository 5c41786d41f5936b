package io.vedette.testkit.bench;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.Locale;

/** What was measured. A figure that was not is null. */
final class Figures {
  int cameras;
  int seconds;

  Double recorderCpuSeconds;
  Double rssMaxMegabytes;
  Double gcPauseMaxMillis;

  Long unitsSent;
  Long bytesSent;
  Long unitsLost;

  Long bytesWritten;
  Long writeCalls;
  Long syncs;
  Long unitsRecorded;

  int viewers;
  Long packetsSent;
  Long packetsLost;
  final Percentiles firstFrame = new Percentiles();
  final Percentiles latency = new Percentiles();

  int replays;
  final Percentiles seekToPicture = new Percentiles();
  Double picturesPerSecond;
  Long replayPacketsLost;
  Double replayCores;
  Double addedCores;
  Double readsPerSecond;
  Long readBytesPerSecond;
  int seeks;

  Long transcoders;
  Double loadCpuSeconds;

  private Double cores(Double cpuSeconds) {
    return cpuSeconds == null ? null : round(cpuSeconds / seconds, 3);
  }

  private Long missing() {
    return unitsSent == null || unitsRecorded == null ? null : unitsSent - unitsRecorded;
  }

  /** The file, in the form that is promised. */
  String json() {
    JsonObject recorder = new JsonObject();
    recorder.addProperty("cpuSeconds", recorderCpuSeconds);
    recorder.addProperty("cores", cores(recorderCpuSeconds));
    recorder.addProperty("rssMaxMB", rssMaxMegabytes);
    recorder.addProperty("gcPauseMsMax", gcPauseMaxMillis);
    JsonObject ingest = new JsonObject();
    ingest.addProperty("accessUnits", unitsSent);
    ingest.addProperty("lost", unitsLost);
    ingest.addProperty("bytes", bytesSent);
    JsonObject recording = new JsonObject();
    recording.addProperty("bytesWritten", bytesWritten);
    recording.addProperty("writeCalls", writeCalls);
    recording.addProperty("fsyncs", syncs);
    recording.addProperty("accessUnitsRecorded", unitsRecorded);
    recording.addProperty("missing", missing());
    JsonObject live = new JsonObject();
    live.addProperty("viewers", viewers);
    live.addProperty("packetsSent", packetsSent);
    live.addProperty("packetsLost", packetsLost);
    live.add("firstFrameMs", firstFrame.json());
    live.add("latencyMs", latency.json());
    JsonObject replay = new JsonObject();
    replay.addProperty("sessions", replays);
    replay.add("seekToPictureMs", seekToPicture.json());
    replay.addProperty("picturesPerSecond", picturesPerSecond);
    replay.addProperty("packetsLost", replayPacketsLost);
    replay.addProperty("cores", replayCores);
    replay.addProperty("addedCores", addedCores);
    replay.addProperty("readsPerSecond", readsPerSecond);
    replay.addProperty("readBytesPerSecond", readBytesPerSecond);
    JsonObject load = new JsonObject();
    load.addProperty("cpuSeconds", loadCpuSeconds);
    JsonObject all = new JsonObject();
    all.addProperty("cameras", cameras);
    all.addProperty("seconds", seconds);
    all.add("recorder", recorder);
    all.add("ingest", ingest);
    all.add("recording", recording);
    all.add("live", live);
    all.add("replay", replay);
    all.addProperty("transcoders", transcoders);
    all.add("loadGenerator", load);
    return new GsonBuilder().setPrettyPrinting().serializeNulls().create().toJson(all) + "\n";
  }

  /** The same for people. */
  String table() {
    return line(
            "recorder",
            "%s cores, %s MB, longest GC pause %s ms",
            cores(recorderCpuSeconds),
            rssMaxMegabytes,
            gcPauseMaxMillis)
        + line("ingest", "%s access units of %s bytes, %s lost", unitsSent, bytesSent, unitsLost)
        + line(
            "recording",
            "%s access units, %s missing; %s bytes in %s writes, %s fsyncs",
            unitsRecorded,
            missing(),
            bytesWritten,
            writeCalls,
            syncs)
        + line(
            "live",
            "%s viewers, %s packets, %s lost; first picture %s (p95 %s) ms, latency %s (p95 %s) ms",
            viewers,
            packetsSent,
            packetsLost,
            firstFrame.at(50),
            firstFrame.at(95),
            latency.at(50),
            latency.at(95))
        + line(
            "replay",
            "%s replays, %s pictures/s, %s packets lost; seek to picture %s (p95 %s) ms, %s of %s seeks",
            replays,
            picturesPerSecond,
            replayPacketsLost,
            seekToPicture.at(50),
            seekToPicture.at(95),
            seekToPicture.count(),
            seeks)
        + line(
            "",
            "%s cores in all, %s in their threads; %s reads/s of files, %s bytes/s",
            addedCores,
            replayCores,
            readsPerSecond,
            readBytesPerSecond)
        + line("transcoders", "%s", transcoders)
        + line("load", "%s cores for cameras, viewers and replays", cores(loadCpuSeconds));
  }

  private static String line(String name, String format, Object... values) {
    return String.format(Locale.ROOT, "%-12s", name)
        + String.format(Locale.ROOT, format, values)
        + "\n";
  }

  static double round(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Math.round(value * scale) / scale;
  }
}
