package io.vedette.testkit.onvif;

import java.time.Duration;
import java.util.Objects;

/**
 * What a simulated ONVIF camera is like.
 *
 * @param name in its scopes
 * @param serial number; its MAC address follows from it
 * @param login how it asks for a password, if the streams behind it have one
 * @param media2 has the second media service
 * @param ptz can be moved
 * @param clockOffset its clock minus ours
 * @param localAsUtc tells its local time, 8 hours ahead, where UTC belongs, but checks by UTC
 */
public record OnvifSetup(
    String name,
    String serial,
    Auth login,
    boolean media2,
    boolean ptz,
    Duration clockOffset,
    boolean localAsUtc) {
  /** Ways of asking for a password. */
  public enum Auth {
    /** WS-UsernameToken in the message. */
    TOKEN,
    /** HTTP Digest. */
    DIGEST,
    /** Both at once. */
    BOTH
  }

  public OnvifSetup {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(serial, "serial");
    Objects.requireNonNull(login, "login");
    Objects.requireNonNull(clockOffset, "clockOffset");
  }

  /** A camera that can be moved, with both media services and a clock that is right. */
  public static OnvifSetup of(String name, String serial) {
    return new OnvifSetup(name, serial, Auth.TOKEN, true, true, Duration.ZERO, false);
  }

  /** The same with another way of asking for the password. */
  public OnvifSetup with(Auth other) {
    return new OnvifSetup(name, serial, other, media2, ptz, clockOffset, localAsUtc);
  }

  /** The same with the first media service alone and unable to move. */
  public OnvifSetup old() {
    return new OnvifSetup(name, serial, login, false, false, clockOffset, localAsUtc);
  }

  /** The same with a clock that is wrong by so much. */
  public OnvifSetup withClock(Duration offset) {
    return new OnvifSetup(name, serial, login, media2, ptz, offset, localAsUtc);
  }

  /** The same with local time where UTC belongs. */
  public OnvifSetup withLocalAsUtc() {
    return new OnvifSetup(name, serial, login, media2, ptz, clockOffset, true);
  }
}
