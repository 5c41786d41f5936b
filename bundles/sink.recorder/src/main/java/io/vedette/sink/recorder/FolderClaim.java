package io.vedette.sink.recorder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * A recordings folder in use by this process: it bears an id in {@link #ID_FILE}, so that a disk
 * that is not mounted is known by the absence of it, and a lock on {@link #LOCK_FILE} keeps other
 * recorders away. Not thread-safe.
 */
final class FolderClaim implements AutoCloseable {
  static final String ID_FILE = ".vedette-disk";
  static final String LOCK_FILE = ".vedette-lock";

  private static final String MOUNTED = "mounted ";
  private static final String FOLDER = "folder ";

  private final UUID id;
  private final FileChannel lockFile;

  private FolderClaim(UUID id, FileChannel lockFile) {
    this.id = id;
    this.lockFile = lockFile;
  }

  /** The disk's id. */
  UUID id() {
    return id;
  }

  /**
   * Takes a folder into use, making it if it is not there.
   *
   * @param home a folder that is certainly not on the recordings' disk if that is a disk of its own
   * @param index remembers which folders were mounted disks
   * @throws NoSuchFileException if a disk belongs there and is not mounted
   * @throws IOException if the folder cannot be made, written to or locked; the reason says so
   */
  static FolderClaim of(Path root, Path home, Index index) throws IOException {
    boolean mounted = Files.isDirectory(root) && isMounted(root, home);
    String known = index.disk(root.toString()).orElse("");
    if (!Files.exists(root.resolve(ID_FILE)) && known.startsWith(MOUNTED) && !mounted) {
      throw new NoSuchFileException(
          root.toString(),
          null,
          "its disk is not mounted. To use the folder without it, create "
              + ID_FILE
              + " in it, empty");
    }
    makeFolder(root);
    FileChannel lockFile = lock(root);
    try {
      UUID id = readId(root.resolve(ID_FILE), known);
      index.putDisk(root.toString(), (isMounted(root, home) ? MOUNTED : FOLDER) + id);
      return new FolderClaim(id, lockFile);
    } catch (IOException e) {
      lockFile.close();
      throw e;
    }
  }

  private static void makeFolder(Path root) throws IOException {
    try {
      Files.createDirectories(
          root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileSystemException e) {
      throw new FileSystemException(
          root.toString(), null, "the folder cannot be made: " + reason(e));
    }
  }

  /** Why the system refused, in words; the exceptions of some errors have none. */
  private static String reason(FileSystemException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied for " + e.getFile();
    }
    if (e instanceof NoSuchFileException) {
      return "there can be no " + e.getFile();
    }
    return e.getReason() == null ? e.getFile() + " is in the way" : e.getReason();
  }

  private static boolean isMounted(Path root, Path home) throws IOException {
    return !device(root).equals(device(home));
  }

  private static Object device(Path path) throws IOException {
    return Files.getAttribute(path, "unix:dev");
  }

  private static FileChannel lock(Path root) throws IOException {
    FileChannel file =
        FileChannel.open(
            root.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException e) {
      // of this process: the same folder under two names
    } finally {
      if (lock == null) {
        file.close();
      }
    }
    if (lock == null) {
      throw new IOException("another recorder uses " + root);
    }
    return file;
  }

  /** The id in the file; a folder that lost its file, and its recordings, keeps its id. */
  private static UUID readId(Path idFile, String known) throws IOException {
    String text = Files.exists(idFile) ? Files.readString(idFile).strip() : "";
    try {
      if (!text.isEmpty()) {
        return UUID.fromString(text);
      }
      UUID id =
          known.startsWith(FOLDER)
              ? UUID.fromString(known.substring(FOLDER.length()))
              : UUID.randomUUID();
      Files.writeString(idFile, id + "\n");
      return id;
    } catch (IllegalArgumentException e) {
      throw new IOException(idFile + " does not contain the id of a disk", e);
    }
  }

  /** Lets other recorders in. */
  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
