package io.vedette.sink.export;

import io.vedette.api.recording.RecordedFile;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a ZIP whose files are stored as they are: video does not get smaller, and a stored file
 * can be played out of the archive. The JDK writes ZIP64 where sizes need it, but wants to know the
 * checksum of a stored file before its first byte; so each recording is read twice, which also
 * gives its SHA-256. Used by one thread.
 */
final class Archive implements Closeable {
  private static final int BUFFER = 256 * 1024;

  private final FileChannel file;
  private final ZipOutputStream zip;
  private final LongConsumer progress;

  /**
   * Creates the file.
   *
   * @param progress hears of bytes that were read or written; may throw to break off
   */
  Archive(Path path, LongConsumer progress) throws IOException {
    this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.zip = new ZipOutputStream(new BufferedOutputStream(new Sink(file), BUFFER));
    this.progress = progress;
    zip.setMethod(ZipOutputStream.STORED);
  }

  /** The file itself; a stream of {@link java.nio.channels.Channels} writes in pieces of 8 kB. */
  private static final class Sink extends OutputStream {
    private final FileChannel file;

    Sink(FileChannel file) {
      this.file = file;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      while (buffer.hasRemaining()) {
        file.write(buffer);
      }
    }
  }

  /**
   * Adds a recording; returns its SHA-256 in hexadecimal.
   *
   * @throws IOException if a disk fails, or the recording changed or was deleted between the reads
   */
  String add(String name, RecordedFile recording) throws IOException {
    Checksums sums = new Checksums();
    recording.write(0, recording.sizeBytes(), sums);
    zip.putNextEntry(entry(name, recording.sizeBytes(), sums.crc.getValue(), recording.from()));
    recording.write(0, recording.sizeBytes(), new Copy());
    zip.closeEntry();
    return HexFormat.of().formatHex(sums.sha256.digest());
  }

  /** Adds a small file. */
  void add(String name, byte[] bytes, Instant modified) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    zip.putNextEntry(entry(name, bytes.length, crc.getValue(), modified));
    zip.write(bytes);
    zip.closeEntry();
  }

  private static ZipEntry entry(String name, long sizeBytes, long crc, Instant modified) {
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(sizeBytes);
    entry.setCompressedSize(sizeBytes);
    entry.setCrc(crc);
    entry.setTimeLocal(modified.atZone(ZoneOffset.UTC).toLocalDateTime());
    return entry;
  }

  /** Finishes the archive; it is on the disk when this returns. */
  void finish() throws IOException {
    zip.finish();
    zip.flush();
    file.force(true);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private abstract class Reader implements WritableByteChannel {
    private final byte[] piece = new byte[BUFFER];

    abstract void take(byte[] bytes, int length) throws IOException;

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      int count = bytes.remaining();
      while (bytes.hasRemaining()) {
        int length = Math.min(bytes.remaining(), piece.length);
        bytes.get(piece, 0, length);
        take(piece, length);
      }
      progress.accept(count);
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private final class Checksums extends Reader {
    private final CRC32 crc = new CRC32();
    private final MessageDigest sha256 = sha256();

    @Override
    void take(byte[] bytes, int length) {
      crc.update(bytes, 0, length);
      sha256.update(bytes, 0, length);
    }
  }

  private final class Copy extends Reader {
    @Override
    void take(byte[] bytes, int length) throws IOException {
      zip.write(bytes, 0, length);
    }
  }
}
