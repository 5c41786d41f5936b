package io.vedette.web.resource;

import io.vedette.web.http.Router;
import java.time.Clock;

/** The whole of the API but for WebSockets. */
public final class Api {
  private Api() {}

  /**
   * Its routes.
   *
   * @param version of Vedette
   */
  public static Router router(Parts parts, String version, Clock clock) {
    Router router = new Router();
    OwnProcess process = new OwnProcess(version, clock.instant(), clock);
    TimeRange.Reader ranges = new TimeRange.Reader(clock);
    Download downloads = new Download();
    new HealthResource(parts, process, router);
    new SessionResource(parts, router);
    new TokensResource(parts, router);
    new UsersResource(parts, router);
    new Audit(parts, ranges, router);
    new CamerasResource(parts, router);
    new CameraStatusResource(parts, router);
    new PtzResource(parts, router);
    new SettingsReportResource(parts, router);
    new ImagingResource(parts, router);
    new DiscoveryResource(parts, router);
    new EventsResource(parts, ranges, router);
    new TimelineResource(parts, ranges, router);
    new RecordingResource(parts, ranges, downloads, router);
    new SnapshotResource(parts, router);
    new GopResource(parts, router);
    new ExportsResource(parts, downloads, router);
    new StorageResource(parts, router);
    new ReplaysResource(parts, router);
    new WhepResource(parts, router);
    new SettingsResource(parts, router);
    new SystemResource(parts, process, router);
    new MetricsResource(parts, process, router);
    new OpenApiResource(router);
    new NotYetResource(router);
    return router;
  }
}
