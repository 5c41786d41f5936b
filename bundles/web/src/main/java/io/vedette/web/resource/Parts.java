package io.vedette.web.resource;

import io.vedette.api.access.Accounts;
import io.vedette.api.camera.CameraControl;
import io.vedette.api.camera.CameraRegistry;
import io.vedette.api.discovery.Discovery;
import io.vedette.api.event.EventHistory;
import io.vedette.api.export.Exports;
import io.vedette.api.live.LiveEngine;
import io.vedette.api.recording.RecordingStore;
import io.vedette.api.replay.Replays;
import io.vedette.api.restream.Restream;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.transcode.Transcoder;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import io.vedette.web.settings.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The services that are here now. They come and go while the web stays; asking for one that is not
 * here is a problem of kind NOT_READY which says what is missing. Thread-safe.
 */
@Component(service = Parts.class)
public final class Parts {
  private static final Duration SOON = Duration.ofSeconds(2);

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Accounts accounts;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile CameraRegistry cameras;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile CameraControl control;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Discovery discovery;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile EventHistory events;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile EventStreams eventStreams;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile StreamHub streams;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile RecordingStore recordings;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Replays replays;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Restream restream;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Exports exports;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Settings settings;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Transcoder transcoder;

  private final LiveEngines live = new LiveEngines();
  private final Grants grants = new Grants(this::accounts);

  @Deactivate
  void close() {
    grants.close();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addLiveEngine(ServiceReference<LiveEngine> reference, LiveEngine engine) {
    live.add(reference, engine);
  }

  void removeLiveEngine(ServiceReference<LiveEngine> reference) {
    live.remove(reference);
  }

  public Accounts accounts() {
    return present(accounts, "the accounts (bundle access) are not started");
  }

  public CameraRegistry cameras() {
    return present(cameras, "the cameras (bundle hub) are not started");
  }

  public CameraControl control() {
    return present(control, "the cameras (bundle hub) are not started");
  }

  public Discovery discovery() {
    return present(discovery, "searching (feature discovery) is not installed or not started");
  }

  public EventHistory events() {
    return present(events, "the history of events (bundle hub) is not started");
  }

  EventStreams eventStreams() {
    return present(eventStreams, "the stream of events is not started");
  }

  public StreamHub streams() {
    return present(streams, "the streams (bundle hub) are not started");
  }

  public RecordingStore recordings() {
    return present(recordings, "recording (feature sink-recorder) is not installed or not started");
  }

  public Replays replays() {
    return present(replays, "replay (feature sink-replay) is not installed or not started");
  }

  Exports exports() {
    return present(exports, "export (feature sink-export) is not installed or not started");
  }

  Transcoder transcoder() {
    return present(transcoder, "transcoding (feature transcoder) is not installed or not started");
  }

  /** Streams that are made anew now; none without a transcoder. */
  int transcoders() {
    Transcoder here = transcoder;
    return here == null ? 0 : here.sessions();
  }

  Settings settings() {
    return present(settings, "settings (metatype and configuration) are not started");
  }

  /** The cameras, for answers that can do without. */
  public Optional<CameraRegistry> camerasIfAny() {
    return Optional.ofNullable(cameras);
  }

  /** What has happened, for answers that can do without. */
  Optional<EventHistory> eventsIfAny() {
    return Optional.ofNullable(events);
  }

  /** The recordings, for answers that can do without. */
  public Optional<RecordingStore> recordingsIfAny() {
    return Optional.ofNullable(recordings);
  }

  /** The restream, for answers that can do without. */
  public Optional<Restream> restreamIfAny() {
    return Optional.ofNullable(restream);
  }

  /** The replays, for answers that can do without. */
  public Optional<Replays> replaysIfAny() {
    return Optional.ofNullable(replays);
  }

  /** The live engines; none is no problem here. */
  LiveEngines live() {
    return live;
  }

  /** What was granted to those who are signed in. */
  public Grants grants() {
    return grants;
  }

  /** For each part its name and whether it is here. */
  Map<String, Boolean> presence() {
    Map<String, Boolean> here = new LinkedHashMap<>();
    here.put("accounts", accounts != null);
    here.put("cameras", cameras != null);
    here.put("streams", streams != null);
    here.put("recording", recordings != null);
    here.put("replay", replays != null);
    here.put("live", !live.all().isEmpty());
    return here;
  }

  private static <T> T present(T service, String otherwise) {
    if (service == null) {
      throw new Problem(Kind.NOT_READY, otherwise).retryAfter(SOON);
    }
    return service;
  }
}
