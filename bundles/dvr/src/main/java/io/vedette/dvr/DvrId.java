package io.vedette.dvr;

/**
 * Ids of control messages, and which reply belongs to which command. A table and not a formula: the
 * distance between the two is not the same everywhere, and by formula one reply would be the event.
 */
public final class DvrId {
  public static final int DATA_ACKNOWLEDGE = 0x02;
  public static final int LOGIN = 0x03;
  public static final int GET_BLOCK = 0x05;
  public static final int SET_TIME = 0x07;
  public static final int GET_TIME = 0x08;
  public static final int PTZ_KEY = 0x0d;
  public static final int EXTRA_STREAM = 0x28;
  public static final int POLL = 0x2d;
  public static final int SYSTEM_INFO = 0x30;
  public static final int STREAM_CONNECT = 0x3a;
  public static final int STREAM_DISCONNECT = 0x3b;
  public static final int LIVE_CHANNELS = 0x3c;

  /** Device to client, without being asked. */
  public static final int EVENT = 0x91;

  private DvrId() {}

  /** Id of the reply to a command; -1 if there is none, or none that we know. */
  public static int reply(int command) {
    return switch (command) {
      case LOGIN -> 0x52;
      case GET_BLOCK -> 0x54;
      case SET_TIME -> 0x56;
      case GET_TIME -> 0x57;
      case PTZ_KEY -> 0x5d;
      case POLL -> 0x7c;
      case SYSTEM_INFO -> 0x7f;
      case STREAM_CONNECT -> 0x89;
      case STREAM_DISCONNECT -> 0x8a;
      case LIVE_CHANNELS -> 0x8b;
      default -> -1;
    };
  }

  /** Name of a command, for messages. */
  static String name(int command) {
    return switch (command) {
      case LOGIN -> "login";
      case GET_BLOCK -> "reading a settings block";
      case SET_TIME -> "setting the time";
      case GET_TIME -> "reading the time";
      case PTZ_KEY -> "PTZ";
      case POLL -> "polling the status";
      case SYSTEM_INFO -> "reading the system information";
      case STREAM_CONNECT -> "connecting the stream";
      case STREAM_DISCONNECT -> "disconnecting the stream";
      case LIVE_CHANNELS -> "choosing channels";
      default -> "command 0x" + Integer.toHexString(command);
    };
  }
}
