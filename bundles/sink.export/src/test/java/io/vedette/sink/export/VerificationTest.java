package io.vedette.sink.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.export.Exports.Request;
import io.vedette.api.stream.Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody may do to an export between the recorder and the court. */
class VerificationTest {
  private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");
  private static final String VIDEO = "door/door-main-20261125T100000.000Z.mp4";

  @TempDir Path temp;
  private Path zip;
  private Path folder;

  @BeforeEach
  void export() throws Exception {
    zip = write("one.zip", SigningKey.of(temp.resolve("key.pem")));
    folder = unpack(zip, temp.resolve("one"));
    assertThat(Verification.of(folder).faults()).isEmpty();
  }

  private Path write(String name, SigningKey key) throws Exception {
    FakeStore store = new FakeStore();
    store.recorded("door", START, Duration.ofMinutes(3));
    Request request =
        new Request(
            List.of("door"), START, START.plus(Duration.ofMinutes(3)), Profile.MAIN, "anna");
    Path file = temp.resolve(name);
    new ExportRun(store, key, "appliance-1", "1.2.3", new ExportJob("e1", request, START))
        .writeTo(file);
    return file;
  }

  private static Path unpack(Path zip, Path target) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        Path file = target.resolve(e.getName());
        Files.createDirectories(file.getParent());
        Files.copy(in, file);
      }
    }
    return target;
  }

  private List<String> faults() throws IOException {
    return Verification.of(folder).faults();
  }

  @Test
  void anotherPicture() throws Exception {
    byte[] video = Files.readAllBytes(folder.resolve(VIDEO));
    video[12345] ^= 1;
    Files.write(folder.resolve(VIDEO), video);

    assertThat(faults())
        .containsExactly(VIDEO + ": is not as it was exported: its SHA-256 is another");
  }

  @Test
  void aShorterFile_amissingOne_oneTooMany() throws Exception {
    Files.write(folder.resolve(VIDEO), new byte[10]);
    Files.delete(folder.resolve("door/door-main-20261125T100200.000Z.mp4"));
    Files.writeString(folder.resolve("door/alibi.mp4"), "x");

    assertThat(faults()).hasSize(3);
    assertThat(faults().get(0)).isEqualTo(VIDEO + ": has 10 bytes, not 60000");
    assertThat(faults().get(1)).contains("100200").contains("cannot be read");
    assertThat(faults().get(2)).isEqualTo("door/alibi.mp4: is not in the manifest");
  }

  @Test
  void anotherTimeInTheManifest() throws Exception {
    Path manifest = folder.resolve(Manifest.NAME);
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("\"anna\"", "\"otto\""));

    assertThat(faults())
        .containsExactly("manifest.json.sig: is not the signature of manifest.json by this key");
  }

  @Test
  void signedAnewWithAnotherKey_theFingerprintTells() throws Exception {
    String before = Verification.of(zip).fingerprint().orElseThrow();
    Path forged = write("two.zip", SigningKey.of(temp.resolve("other.pem")));

    assertThat(Verification.of(forged).faults()).isEmpty();
    assertThat(Verification.of(forged).fingerprint().orElseThrow()).isNotEqualTo(before);
  }

  @Test
  void aKeyThatTheManifestDoesNotName() throws Exception {
    SigningKey other = SigningKey.of(temp.resolve("other.pem"));
    byte[] manifest = Files.readAllBytes(folder.resolve(Manifest.NAME));
    Files.write(folder.resolve(Manifest.SIGNATURE), other.sign(manifest));
    Files.writeString(folder.resolve(Manifest.PUBLIC_KEY), other.publicPem());

    assertThat(faults()).containsExactly("public-key.pem: is not the key that the manifest names");
  }

  @Test
  void nothingOfAnExport() throws Exception {
    Path empty = Files.createDirectory(temp.resolve("empty"));
    assertThat(Verification.of(empty).faults()).hasSize(2);
    Files.writeString(empty.resolve(Manifest.NAME), "{}");
    Files.writeString(empty.resolve(Manifest.PUBLIC_KEY), "key");
    assertThat(Verification.of(empty).faults())
        .containsExactly(
            "public-key.pem: is no Ed25519 key",
            "manifest.json: its format is not vedette-export-1");
  }

  @Test
  void mutilatedManifestsNeverBreakTheCheck() throws Exception {
    byte[] original = Files.readAllBytes(folder.resolve(Manifest.NAME));
    Random random = new Random(20261125);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = original.clone();
      for (int n = random.nextInt(1, 8); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(32, 127);
      }
      try {
        Manifest.parse(bytes);
      } catch (IOException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  @Test
  void commandLine() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, UTF_8);

    assertThat(VerifyMain.run(zip, print)).isZero();
    assertThat(out.toString(UTF_8))
        .contains("by anna")
        .contains("door/main")
        .contains("key SHA256:")
        .endsWith("the export is as it was made\n");
    Files.delete(folder.resolve(VIDEO));
    assertThat(VerifyMain.run(folder, print)).isEqualTo(1);
    assertThat(VerifyMain.run(temp.resolve("nowhere"), print)).isEqualTo(2);
    assertThat(VerifyMain.run(temp.resolve("key.pem"), print)).isEqualTo(2);
  }
}
