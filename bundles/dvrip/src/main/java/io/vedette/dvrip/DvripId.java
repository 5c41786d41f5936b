package io.vedette.dvrip;

/** Ids of messages; that of a reply is one above its request's. */
public final class DvripId {
  public static final int LOGIN = 1000;
  public static final int KEEP_ALIVE = 1006;
  public static final int SYSTEM_INFO = 1020;
  public static final int CHANNEL_TITLE = 1048;
  public static final int PTZ = 1400;

  /** Starts and stops a stream, on the control connection. */
  public static final int MONITOR = 1410;

  /** Pieces of frames. */
  public static final int MONITOR_DATA = 1412;

  /** Says whose stream this connection is for. */
  public static final int MONITOR_CLAIM = 1413;

  public static final int SET_TIME = 1450;
  public static final int GET_TIME = 1452;

  /** Subscribes to alarms. */
  public static final int GUARD = 1500;

  /** Pushed by the device. */
  public static final int ALARM = 1504;

  public static final int DISCOVERY = 1530;

  private DvripId() {}
}
