package io.vedette.sink.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an export is as it was made: the signature fits the manifest, each file its hash, and
 * there is no other file. Whose key it is, only people can tell, by its fingerprint.
 */
final class Verification {
  private static final int MAX_MANIFEST = 16 << 20; // bytes
  private static final int MAX_SMALL = 4096; // signature, public key
  private static final int BUFFER = 256 * 1024;

  private final Contents contents;
  private final List<String> faults = new ArrayList<>();

  /**
   * What was found.
   *
   * @param faults one line each; empty: all is well
   * @param manifest if it could be read
   * @param fingerprint of the key of the signature, if there is one
   */
  record Result(List<String> faults, Optional<Manifest> manifest, Optional<String> fingerprint) {}

  private Verification(Contents contents) {
    this.contents = contents;
  }

  /**
   * Reads all of an export.
   *
   * @throws IOException if there is no such file or folder, or it is no ZIP
   */
  static Result of(Path path) throws IOException {
    try (Contents contents = Contents.of(path)) {
      return new Verification(contents).run();
    }
  }

  private Result run() throws IOException {
    Optional<byte[]> bytes = read(Manifest.NAME, MAX_MANIFEST);
    Optional<PublicKey> key = publicKey();
    if (bytes.isPresent() && key.isPresent()) {
      checkSignature(bytes.get(), key.get());
    }
    Optional<Manifest> manifest = bytes.flatMap(this::parse);
    if (manifest.isPresent()) {
      checkKey(manifest.get(), key);
      checkFiles(manifest.get());
    }
    return new Result(List.copyOf(faults), manifest, key.map(SigningKey::fingerprint));
  }

  private void fault(String name, String what) {
    faults.add(name + ": " + what);
  }

  private Optional<byte[]> read(String name, int max) {
    try (InputStream in = contents.open(name)) {
      byte[] bytes = in.readNBytes(max + 1);
      if (bytes.length <= max) {
        return Optional.of(bytes);
      }
      fault(name, "has more than " + max + " bytes");
    } catch (IOException e) {
      fault(name, "cannot be read: " + e.getMessage());
    }
    return Optional.empty();
  }

  private Optional<PublicKey> publicKey() {
    Optional<byte[]> pem = read(Manifest.PUBLIC_KEY, MAX_SMALL);
    try {
      return pem.isPresent()
          ? Optional.of(SigningKey.parsePublic(new String(pem.get(), US_ASCII)))
          : Optional.empty();
    } catch (GeneralSecurityException e) {
      fault(Manifest.PUBLIC_KEY, "is no Ed25519 key");
      return Optional.empty();
    }
  }

  private void checkSignature(byte[] manifest, PublicKey key) {
    Optional<byte[]> signature = read(Manifest.SIGNATURE, MAX_SMALL);
    if (signature.isPresent() && !isGood(manifest, signature.get(), key)) {
      fault(Manifest.SIGNATURE, "is not the signature of " + Manifest.NAME + " by this key");
    }
  }

  private static boolean isGood(byte[] manifest, byte[] signature, PublicKey key) {
    try {
      Signature verifier = Signature.getInstance(SigningKey.ALGORITHM);
      verifier.initVerify(key);
      verifier.update(manifest);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // not of the form of a signature
    }
  }

  private Optional<Manifest> parse(byte[] bytes) {
    try {
      return Optional.of(Manifest.parse(bytes));
    } catch (IOException e) {
      fault(Manifest.NAME, e.getMessage());
      return Optional.empty();
    }
  }

  private void checkKey(Manifest manifest, Optional<PublicKey> key) {
    try {
      if (key.isPresent()
          && !SigningKey.parsePublic(manifest.appliance.publicKey).equals(key.get())) {
        fault(Manifest.PUBLIC_KEY, "is not the key that the manifest names");
      }
    } catch (GeneralSecurityException e) {
      fault(Manifest.NAME, "names no Ed25519 key");
    }
  }

  private void checkFiles(Manifest manifest) throws IOException {
    Set<String> expected =
        new HashSet<>(List.of(Manifest.NAME, Manifest.SIGNATURE, Manifest.PUBLIC_KEY));
    for (Manifest.Camera camera : manifest.cameras) {
      for (Manifest.File file : camera.files) {
        expected.add(file.name);
        checkFile(file);
      }
    }
    Set<String> seen = new HashSet<>();
    for (String name : contents.names()) {
      if (!expected.contains(name)) {
        fault(name, "is not in the manifest");
      }
      if (!seen.add(name)) {
        fault(name, "is there twice");
      }
    }
  }

  private void checkFile(Manifest.File file) {
    try (InputStream in = contents.open(file.name)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER];
      long size = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
        size += n;
      }
      if (size != file.sizeBytes) {
        fault(file.name, "has " + size + " bytes, not " + file.sizeBytes);
      } else if (!HexFormat.of().formatHex(sha256.digest()).equals(file.sha256)) {
        fault(file.name, "is not as it was exported: its SHA-256 is another");
      }
    } catch (IOException e) {
      fault(file.name, "cannot be read: " + e.getMessage());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
