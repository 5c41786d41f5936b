package io.vedette.testkit.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vedette.testkit.KeyPictures;
import io.vedette.testkit.Picture;
import io.vedette.testkit.WhepViewer;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Replays one camera at one rate, jumps about in what is recorded, and measures how soon. */
final class ReplayViewer implements AutoCloseable {
  private final Rest rest;
  private final KeyPictures keys;
  private final Percentiles seekToPicture;
  private final String path;
  private final WhepViewer viewer;
  private final AtomicLong pictures = new AtomicLong();

  private volatile int wanted; // slice bytes of the key picture sought; 0: none
  private volatile long askedNanos;

  ReplayViewer(
      Rest rest, String camera, Instant at, int rate, KeyPictures keys, Percentiles seekToPicture)
      throws IOException {
    this.rest = rest;
    this.keys = keys;
    this.seekToPicture = seekToPicture;
    JsonObject request = new JsonObject();
    JsonArray cameras = new JsonArray();
    cameras.add(camera);
    request.add("cameras", cameras);
    request.addProperty("at", at.toString());
    request.addProperty("stream", "main");
    request.addProperty("rate", rate);
    JsonObject state = rest.post("/api/v1/replays", request);
    this.path = "/api/v1/replays/" + state.get("id").getAsString();
    JsonObject one = state.getAsJsonObject("cameras").getAsJsonObject(camera);
    this.viewer = new WhepViewer(rest, rest.server(), one.get("whep").getAsString(), this::arrived);
  }

  private void arrived(Picture picture) {
    pictures.incrementAndGet();
    int sought = wanted;
    if (sought != 0 && picture.key() && picture.whole() && picture.sliceBytes() == sought) {
      wanted = 0;
      seekToPicture.add((picture.arrivedNanos() - askedNanos) / 1e6);
    }
  }

  /** Jumps; the time is that of the first key picture of the place to reach us. */
  void seek(Instant to) throws IOException {
    JsonObject change = new JsonObject();
    change.addProperty("seek", to.toString());
    askedNanos = System.nanoTime();
    wanted = keys.sliceBytesAt(to.toEpochMilli());
    rest.patch(path, change);
  }

  /** Pictures that came so far. */
  long pictures() {
    return pictures.get();
  }

  WhepViewer viewer() {
    return viewer;
  }

  @Override
  public void close() throws IOException {
    viewer.close();
    rest.delete(path);
  }
}
