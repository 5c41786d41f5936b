package io.vedette.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the passwords of cameras with AES-256-GCM, so that a copy of the database alone gives
 * none away. The key is a file of its own, readable by the recorder's user only. Thread-safe.
 */
final class SecretBox {
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  private SecretBox(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /** Reads the key file, or makes it with mode 0600. */
  static SecretBox of(Path keyFile) throws IOException {
    if (PrivateFile.create(keyFile) || Files.size(keyFile) == 0) { // 0: power failed at first start
      byte[] fresh = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(fresh);
      Files.write(keyFile, fresh);
    }
    byte[] stored = Files.readAllBytes(keyFile);
    if (stored.length != KEY_BYTES) {
      throw new IOException(
          keyFile
              + " should hold "
              + KEY_BYTES
              + " bytes, has "
              + stored.length
              + "; without it the cameras' passwords cannot be read");
    }
    return new SecretBox(stored);
  }

  /** Nonce and ciphertext of a text. */
  byte[] seal(String text) {
    try {
      byte[] nonce = new byte[NONCE_BYTES];
      random.nextBytes(nonce);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
      byte[] sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
      byte[] out = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, out, NONCE_BYTES, sealed.length);
      return out;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is part of every JDK", e);
    }
  }

  /**
   * The text again.
   *
   * @throws GeneralSecurityException if it was sealed with another key or changed
   */
  String open(byte[] sealed) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
    byte[] text = cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    return new String(text, StandardCharsets.UTF_8);
  }
}
