package io.vedette.sink.export;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The files of an export: a ZIP as it was downloaded, or the folder that it was unpacked into. */
interface Contents extends Closeable {
  /** Names with {@code /}, in no order; one that is there twice stands there twice. */
  List<String> names() throws IOException;

  /**
   * A file.
   *
   * @throws IOException if it is not there or cannot be read
   */
  InputStream open(String name) throws IOException;

  /** Opens what is at a path. */
  static Contents of(Path path) throws IOException {
    return Files.isDirectory(path) ? new Folder(path) : new Zip(new ZipFile(path.toFile()));
  }

  /** Unpacked. */
  record Folder(Path root) implements Contents {
    @Override
    public List<String> names() throws IOException {
      try (Stream<Path> files = Files.walk(root)) {
        return files
            .filter(Files::isRegularFile)
            .map(f -> root.relativize(f).toString().replace('\\', '/'))
            .toList();
      }
    }

    @Override
    public InputStream open(String name) throws IOException {
      Path file = root.resolve(name).normalize();
      if (!file.startsWith(root)) {
        throw new IOException("it is outside of the folder");
      }
      return Files.newInputStream(file);
    }

    @Override
    public void close() {}
  }

  /** As it was downloaded. */
  record Zip(ZipFile zip) implements Contents {
    @Override
    public List<String> names() {
      return zip.stream().filter(e -> !e.isDirectory()).map(ZipEntry::getName).toList();
    }

    @Override
    public InputStream open(String name) throws IOException {
      ZipEntry entry = zip.getEntry(name);
      if (entry == null) {
        throw new IOException("it is not in the archive");
      }
      return zip.getInputStream(entry);
    }

    @Override
    public void close() throws IOException {
      zip.close();
    }
  }
}
