package io.vedette.dvr;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;

/**
 * How a session behaves.
 *
 * @param extra the extra (small) stream instead of the recorded one; one session delivers one kind
 * @param stall so long without a packet, while a chosen channel has a signal, ends the session
 * @param zone in which the device tells and takes its local time
 * @param setClock put the device's clock right when it is off by more than 2 s
 */
public record DvrSettings(boolean extra, Duration stall, ZoneId zone, boolean setClock) {
  public DvrSettings {
    Objects.requireNonNull(stall, "stall");
    Objects.requireNonNull(zone, "zone");
  }
}
