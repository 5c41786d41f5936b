package io.vedette.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The folder with all state, owned by one running recorder at a time. */
final class Home implements AutoCloseable {
  private static final Set<PosixFilePermission> OURS_ALONE =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> SECRET =
      PosixFilePermissions.fromString("rw-------");

  private final Path folder;
  private final FileChannel lockFile;

  private Home(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /**
   * Makes the folder if it is missing and takes it for this process.
   *
   * @throws StartException if it cannot be written, or another recorder runs on it
   */
  @SuppressWarnings("resource") // the lock lives as long as its channel, and that as long as we
  static Home open(Path folder) throws StartException {
    try {
      makeFolder(folder);
      makeFolder(folder.resolve("log"));
      makeFolder(folder.resolve("tmp"));
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!lock(channel)) {
        channel.close();
        throw new StartException(
            "another Vedette runs on " + folder + "; choose another folder with --home");
      }
      empty(folder.resolve("tmp"));
      return new Home(folder, channel);
    } catch (IOException e) {
      throw new StartException(
          "cannot write to " + folder + " (" + reason(e) + "); choose another folder with --home",
          e);
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) { // in this very process
      return false;
    }
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  Path folder() {
    return folder;
  }

  /** A folder below HOME that only this user can look into. */
  Path folder(String name) throws IOException {
    return makeFolder(folder.resolve(name));
  }

  /** Writes a file that only this user can read, whole or not at all. */
  void writeSecret(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Path part = folder.resolve(name + ".part");
    Files.deleteIfExists(part);
    Files.createFile(part, PosixFilePermissions.asFileAttribute(SECRET));
    try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
      out.write(StandardCharsets.UTF_8.encode(content));
      out.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Gives the folder free for another process. */
  @Override
  public void close() throws IOException {
    lockFile.close();
  }

  private static Path makeFolder(Path folder) throws IOException {
    try {
      Path parent = folder.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OURS_ALONE));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    return folder;
  }

  /** What a run that was killed left: native libraries, half uploads. */
  private static void empty(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (Files.isRegularFile(file)) {
          Files.delete(file);
        }
      }
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
  }
}
