package io.vedette.sink.recorder;

import io.vedette.api.camera.Camera;
import io.vedette.api.camera.CameraListener;
import io.vedette.api.camera.CameraRegistry;
import io.vedette.api.event.Event;
import io.vedette.api.event.EventBus;
import io.vedette.api.event.EventListener;
import io.vedette.api.recording.DiskStatus;
import io.vedette.api.recording.RangeException;
import io.vedette.api.recording.RecordedFile;
import io.vedette.api.recording.RecordingReader;
import io.vedette.api.recording.RecordingStore;
import io.vedette.api.recording.TimelineSpan;
import io.vedette.api.recording.Written;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.stream.StreamKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The recorder as a service. Immediate: it records whether or not anybody asks for recordings.
 *
 * <p>Its listeners are registered by hand: as services of this component they would be asked for by
 * the hub while the component itself still waits for the hub.
 */
@Component(
    service = RecordingStore.class,
    immediate = true,
    configurationPid = "io.vedette.sink.recorder")
@Designate(ocd = RecorderComponent.Config.class)
public final class RecorderComponent implements RecordingStore {
  private final Counters counters = new Counters();
  private final Recorder recorder;
  private final ServiceRegistration<CameraListener> cameraListener;
  private final ServiceRegistration<EventListener> eventListener;
  private final Store store;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile EventBus bus; // null: nobody is told of events

  /** Configuration of an installation. */
  @ObjectClassDefinition(name = "Recorder", description = "Where and how recordings are kept")
  public @interface Config {
    /** Folders that are recorded to. */
    @AttributeDefinition(
        name = "Recording folders",
        description = "One per disk; empty: folder recordings below the home folder")
    String[] recordings() default {};

    /** Longest stretch that a power cut can cost. */
    @AttributeDefinition(
        name = "Durability in seconds",
        description = "A power cut loses at most so much; smaller values cost more disk syncs",
        min = "1",
        max = "60")
    int durabilitySeconds() default 2;

    /** Space kept free. */
    @AttributeDefinition(
        name = "Reserve in megabytes",
        description =
            "Kept free on each disk by deleting the oldest recordings; -1: 5 % of the disk, at most"
                + " 10 GB",
        min = "-1")
    int reserveMegabytes() default -1;
  }

  /**
   * Begins to record.
   *
   * @throws IOException if the home folder is unknown or cannot be made
   */
  @Activate
  public RecorderComponent(
      BundleContext context,
      Config config,
      @Reference StreamHub hub,
      @Reference CameraRegistry cameras)
      throws IOException {
    RecorderSettings settings = settings(context, config);
    Bundle system = context.getBundle(0);
    recorder =
        new Recorder(
            settings,
            hub,
            Clock.systemUTC(),
            Output.files(counters),
            counters,
            () -> system.getState() == Bundle.STOPPING,
            this::publish);
    store = recorder.store();
    cameraListener = context.registerService(CameraListener.class, new Follower(recorder), null);
    eventListener = context.registerService(EventListener.class, recorder::happened, null);
    cameras.cameras().forEach(recorder::update);
  }

  /** Records what cameras there are. */
  private record Follower(Recorder recorder) implements CameraListener {
    @Override
    public void changed(Camera camera) {
      recorder.update(camera);
    }

    @Override
    public void removed(String id) {
      recorder.remove(id);
    }
  }

  private void publish(Event event) {
    EventBus now = bus;
    if (now != null) {
      now.publish(event);
    }
  }

  private static RecorderSettings settings(BundleContext context, Config config)
      throws IOException {
    String home = context.getProperty("vedette.home");
    if (home == null) {
      throw new IOException("the framework property vedette.home is not set");
    }
    Path folder = Path.of(home).toAbsolutePath();
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    List<Path> recordings =
        Arrays.stream(config.recordings()).filter(s -> !s.isBlank()).map(Path::of).toList();
    return new RecorderSettings(
        folder,
        recordings.isEmpty() ? List.of(folder.resolve("recordings")) : recordings,
        Duration.ofSeconds(Math.max(1, config.durabilitySeconds())),
        config.reserveMegabytes() < 0 ? -1 : config.reserveMegabytes() * 1_000_000L,
        ZoneId.systemDefault());
  }

  /** Writes and closes all files. */
  @Deactivate
  public void deactivate() {
    cameraListener.unregister();
    eventListener.unregister();
    recorder.close();
  }

  @Override
  public boolean isRecording(String camera, Profile profile) {
    return recorder.isRecording(new StreamKey.Live(camera, profile));
  }

  @Override
  public List<TimelineSpan> timeline(String camera, Profile profile, Instant from, Instant to) {
    return store.timeline(new StreamKey.Live(camera, profile), from, to);
  }

  @Override
  public Optional<RecordedFile> file(String camera, Profile profile, Instant from, Instant to)
      throws RangeException, IOException {
    return store.file(new StreamKey.Live(camera, profile), from, to);
  }

  @Override
  public RecordingReader reader(String camera, Profile profile) {
    return store.reader(new StreamKey.Live(camera, profile));
  }

  @Override
  public void delete(String camera) throws IOException {
    store.delete(camera);
  }

  @Override
  public List<DiskStatus> disks() {
    return store.disks();
  }

  @Override
  public Written written() {
    return counters.now();
  }
}
