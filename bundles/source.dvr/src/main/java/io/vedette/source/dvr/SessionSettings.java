package io.vedette.source.dvr;

import io.vedette.dvr.DvrSettings;
import java.time.Duration;
import java.time.ZoneId;

/** What all sessions have in common; see {@link DvrSettings}. */
record SessionSettings(Duration stall, ZoneId zone, boolean setClock) {
  DvrSettings of(boolean extra) {
    // One session is enough to look after the clock.
    return new DvrSettings(extra, stall, zone, setClock && !extra);
  }
}
