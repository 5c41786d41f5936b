package io.vedette.sink.recorder;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder that is recorded to, and its state. Thread-safe. */
final class Disk implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Disk.class);

  /** Below this nothing is written any more, so that a full disk does not harm its other users. */
  private static final long FLOOR_BYTES = 64L << 20;

  private static final long ROOM_BYTES = 4 << 20;

  /** State, in the API's words (lower case, '_' for '-'). */
  enum State {
    OK,
    FULL,
    READ_ONLY,
    MISSING,
    ERROR;

    /** Word of the API: {@code read-only}. */
    String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The disk entered a state, for this reason. */
  record Change(State state, String detail) {}

  private static final String NEW = "not looked at yet";

  /** A look at a disk that takes longer gets no answer: the disk is left out until it does. */
  private static final long SILENCE_NS = 10_000_000_000L;

  private final Path root;
  private final Path home;
  private final Index index;
  private final long configuredReserve; // bytes; negative: a share of the disk
  private UUID id = new UUID(0, 0); // guarded by this; zero until it was seen
  private State state = State.MISSING; // guarded by this
  private String detail = NEW; // guarded by this
  private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
  private final Queue<String> unfinished = new ConcurrentLinkedQueue<>(); // paths
  private final ReentrantLock checking = new ReentrantLock(); // held over calls to the disk
  private FolderClaim claim; // guarded by checking; null: not in use
  private volatile long checkBeganNs; // 0: nobody looks
  private long sizeBytes; // guarded by this
  private long usableBytes; // guarded by this

  Disk(Path root, Path home, Index index, long configuredReserve) {
    this.root = root.toAbsolutePath().normalize();
    this.home = home;
    this.index = index;
    this.configuredReserve = configuredReserve;
  }

  Path root() {
    return root;
  }

  synchronized UUID id() {
    return id;
  }

  synchronized State state() {
    return state;
  }

  /** Why the state is what it is; empty if all is well. */
  synchronized String detail() {
    return detail;
  }

  synchronized long sizeBytes() {
    return sizeBytes;
  }

  /** Free for us, as of the newest check. */
  synchronized long usableBytes() {
    return usableBytes;
  }

  /** Kept free by deleting the oldest segments. */
  synchronized long reserveBytes() {
    return configuredReserve >= 0 ? configuredReserve : Math.min(10_000_000_000L, sizeBytes / 20);
  }

  /** True if files can be read and deleted. */
  boolean isReadable() {
    State now = state();
    return now == State.OK || now == State.FULL;
  }

  private long floorBytes() {
    return Math.min(FLOOR_BYTES, reserveBytes() / 2);
  }

  /** The place of a path of the index. */
  Path resolve(String path) {
    return root.resolve(path);
  }

  /**
   * Looks how the folder is, and takes it into use if it can be. Called at start, every few
   * seconds, and after faults; returns at once if another thread still waits for an answer.
   */
  void check() {
    if (!checking.tryLock()) {
      return;
    }
    checkBeganNs = System.nanoTime();
    try {
      boolean bearsId = Files.exists(root.resolve(FolderClaim.ID_FILE));
      if (state() == State.MISSING || claim == null || !bearsId) {
        takeIntoUse();
      } else if (state() != State.OK || !Files.isWritable(root)) { // mounted read-only meanwhile
        probe();
      }
      measure();
      if (usableBytes() <= floorBytes()) {
        become(State.FULL, usableBytes() / 1_000_000 + " MB free of " + sizeBytes() / 1_000_000);
      } else {
        become(State.OK, "");
      }
    } catch (IOException e) {
      failed(e);
    } finally {
      checkBeganNs = 0;
      checking.unlock();
    }
  }

  /** A fault of the disk left a file as it was: it is finished when the disk is well again. */
  void leftUnfinished(String path) {
    unfinished.add(path);
  }

  /** The next file that was left so; null if there is none. */
  String nextUnfinished() {
    return unfinished.poll();
  }

  /** The oldest change of state that was not asked for yet; null if there is none. */
  Change nextChange() {
    return changes.poll();
  }

  /** Called from time to time by a thread that does not wait for the disk. */
  void noticeSilence() {
    long began = checkBeganNs;
    if (began != 0 && System.nanoTime() - began > SILENCE_NS) {
      become(State.ERROR, "it does not answer");
    }
  }

  /**
   * Not by {@link Files#getFileStore}: that needs a list of mounts, which a chroot may not show.
   */
  void measure() throws IOException {
    File folder = root.toFile();
    long size = folder.getTotalSpace();
    long usable = folder.getUsableSpace();
    if (size == 0 && !Files.isDirectory(root)) {
      throw new NoSuchFileException(root.toString());
    }
    if (size == 0) {
      throw new IOException("the size of its disk cannot be read");
    }
    synchronized (this) {
      sizeBytes = size;
      usableBytes = usable;
    }
  }

  private void takeIntoUse() throws IOException {
    release();
    claim = FolderClaim.of(root, home, index);
    synchronized (this) {
      id = claim.id();
    }
  }

  private void release() throws IOException {
    FolderClaim old = claim;
    claim = null;
    if (old != null) {
      old.close();
    }
  }

  /**
   * Writes and syncs as recording would. On a full disk some MB must find room: one that takes a
   * few bytes would be full again a second later.
   */
  private void probe() throws IOException {
    Path file = root.resolve(".vedette-probe");
    int bytes = state() == State.FULL ? (int) roomBytes() : 16;
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (ByteBuffer zeros = ByteBuffer.allocate(bytes); zeros.hasRemaining(); ) {
        out.write(zeros);
      }
      out.force(false);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** What a full disk must have free before it is used again. */
  synchronized long roomBytes() {
    return Math.min(ROOM_BYTES, sizeBytes / 20);
  }

  /** Something that was done here failed: the state becomes what the fault says. */
  synchronized void failed(IOException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof FileSystemException fs && fs.getReason() != null) {
      message = fs.getReason();
    }
    String words = message.toLowerCase(Locale.ROOT);
    if (words.contains("no space left") || words.contains("quota exceeded")) {
      become(State.FULL, message);
    } else if (words.contains("read-only file system") || words.contains("permission denied")) {
      become(State.READ_ONLY, message);
    } else if (e instanceof NoSuchFileException) {
      become(State.MISSING, words.contains("mounted") ? message : "the folder is gone");
    } else if (e instanceof java.nio.file.AccessDeniedException) {
      become(State.READ_ONLY, "access denied");
    } else {
      become(State.ERROR, message);
    }
  }

  /** Told once per change of state. */
  private synchronized void become(State next, String why) {
    if (next != state || (next != State.OK && !why.equals(detail) && next != State.FULL)) {
      if (next == State.OK) {
        log.info("recordings folder {} is ok", root);
      } else {
        log.error("recordings folder {}, state {}: {}. Trying again", root, next.id(), why);
      }
    }
    if (next != state || detail.equals(NEW)) {
      changes.add(new Change(next, why));
    }
    state = next;
    detail = why;
  }

  /** Creates folders below the root and syncs those that got a new entry. */
  void createFolders(String path) throws IOException {
    Path folder = resolve(path);
    if (Files.isDirectory(folder)) {
      return;
    }
    if (!Files.isDirectory(root)) {
      throw new NoSuchFileException(root.toString());
    }
    Files.createDirectories(folder);
    for (Path parent = folder.getParent(); parent.startsWith(root); parent = parent.getParent()) {
      sync(parent);
    }
  }

  /** Gives a file its name, durably. */
  void publish(Path partFile, String path) throws IOException {
    Path target = resolve(path);
    Files.move(partFile, target);
    sync(target.getParent());
  }

  /** fsync of a directory: Linux allows to open one for reading and to sync it. */
  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    if (checking.tryLock()) { // else the lock of a disk that does not answer ends with the process
      try {
        release();
      } finally {
        checking.unlock();
      }
    }
  }
}
