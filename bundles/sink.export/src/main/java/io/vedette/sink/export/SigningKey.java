package io.vedette.sink.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Ed25519 key (RFC 8032) of this recorder: whoever has seen its public half can tell. */
final class SigningKey {
  static final String ALGORITHM = "Ed25519";
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";

  private final KeyPair keys;

  private SigningKey(KeyPair keys) {
    this.keys = keys;
  }

  /**
   * The key of a file; made, for the eyes of our user alone, if there is none yet.
   *
   * @throws IOException also if the file holds no such key: it is left as it is
   */
  static SigningKey of(Path file) throws IOException {
    try {
      String pem = Files.readString(file, US_ASCII);
      KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
      return new SigningKey(
          new KeyPair(
              factory.generatePublic(new X509EncodedKeySpec(decode(pem, PUBLIC))),
              factory.generatePrivate(new PKCS8EncodedKeySpec(decode(pem, PRIVATE)))));
    } catch (NoSuchFileException firstUse) {
      return create(file);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + " holds no Ed25519 key", e);
    }
  }

  private static SigningKey create(Path file) throws IOException {
    KeyPair keys = generate();
    String pem =
        encode(keys.getPrivate().getEncoded(), PRIVATE)
            + encode(keys.getPublic().getEncoded(), PUBLIC);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(
        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(part, pem, US_ASCII);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    return new SigningKey(keys);
  }

  private static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /** 64 bytes. */
  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(keys.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing with a key of our own", e);
    }
  }

  PublicKey publicKey() {
    return keys.getPublic();
  }

  /** The public key as people and OpenSSL pass it on. */
  String publicPem() {
    return encode(keys.getPublic().getEncoded(), PUBLIC);
  }

  /**
   * The public key of a PEM text.
   *
   * @throws GeneralSecurityException if it is none
   */
  static PublicKey parsePublic(String pem) throws GeneralSecurityException {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(decode(pem, PUBLIC)));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("no PEM of a public key", e);
    }
  }

  /** What people compare: {@code SHA256:} and the hash of the public key in Base64. */
  static String fingerprint(PublicKey key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String encode(byte[] der, String what) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
  }

  private static byte[] decode(String pem, String what) {
    Matcher block =
        Pattern.compile("-----BEGIN " + what + "-----([^-]*)-----END " + what + "-----")
            .matcher(pem);
    if (!block.find()) {
      throw new IllegalArgumentException("no " + what);
    }
    return Base64.getMimeDecoder().decode(block.group(1));
  }
}
