package io.vedette.web.live;

/** What a viewer is sent of a stream. */
public enum Content {
  /** Pictures of a camera, as they come. */
  LIVE(100), // each costs a copy of the stream: 4 Mbit/s or so
  /** Pictures of a replay, and of when each is. */
  REPLAY(100),
  /** Of when each picture of a replay is, for viewers who have the pictures from a live engine. */
  TIMES(400); // a page shows up to 16 cameras

  private final int viewers;

  Content(int viewers) {
    this.viewers = viewers;
  }

  /** Viewers at a time, at most. */
  public int viewers() {
    return viewers;
  }

  Encoder encoder() {
    return switch (this) {
      case LIVE -> new FragmentStream(false);
      case REPLAY -> new FragmentStream(true);
      case TIMES -> new RecordedTimes();
    };
  }
}
