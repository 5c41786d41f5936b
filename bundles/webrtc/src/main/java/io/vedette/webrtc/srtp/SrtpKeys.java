package io.vedette.webrtc.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Master key and salt of one direction, and the session keys derived from them (RFC 3711 4.3). */
public final class SrtpKeys {
  /** Labels of RFC 3711 4.3.1 and 4.3.2. */
  static final int RTP_KEY = 0;

  static final int RTP_AUTH = 1;
  static final int RTP_SALT = 2;
  static final int RTCP_KEY = 3;
  static final int RTCP_AUTH = 4;
  static final int RTCP_SALT = 5;

  private final SrtpProfile profile;
  private final byte[] masterKey;
  private final byte[] masterSalt;

  /**
   * @param masterKey as long as the profile says, likewise the salt
   */
  public SrtpKeys(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    if (masterKey.length != profile.keyBytes() || masterSalt.length != profile.saltBytes()) {
      throw new IllegalArgumentException(
          "%s takes a key of %d and a salt of %d bytes, not %d and %d"
              .formatted(
                  profile,
                  profile.keyBytes(),
                  profile.saltBytes(),
                  masterKey.length,
                  masterSalt.length));
    }
    this.profile = profile;
    this.masterKey = masterKey.clone();
    this.masterSalt = masterSalt.clone();
  }

  /** What the DTLS client sends with; {@code material} is what the exporter gave (RFC 5764 4.2). */
  public static SrtpKeys ofClient(SrtpProfile profile, byte[] material) {
    return cut(profile, material, 0);
  }

  /** What the DTLS server sends with. */
  public static SrtpKeys ofServer(SrtpProfile profile, byte[] material) {
    return cut(profile, material, 1);
  }

  /** Order of RFC 5764 4.2: client's key, server's key, client's salt, server's salt. */
  private static SrtpKeys cut(SrtpProfile profile, byte[] material, int side) {
    if (material.length != profile.materialBytes()) {
      throw new IllegalArgumentException(
          "keying material of " + material.length + " bytes for " + profile);
    }
    int key = side * profile.keyBytes();
    int salt = 2 * profile.keyBytes() + side * profile.saltBytes();
    return new SrtpKeys(
        profile,
        Arrays.copyOfRange(material, key, key + profile.keyBytes()),
        Arrays.copyOfRange(material, salt, salt + profile.saltBytes()));
  }

  /** The profile these keys are for. */
  public SrtpProfile profile() {
    return profile;
  }

  PacketCipher rtpCipher() {
    return cipher(RTP_KEY, RTP_AUTH, RTP_SALT);
  }

  PacketCipher rtcpCipher() {
    return cipher(RTCP_KEY, RTCP_AUTH, RTCP_SALT);
  }

  private PacketCipher cipher(int keyLabel, int authLabel, int saltLabel) {
    byte[] key = derive(keyLabel, profile.keyBytes());
    byte[] salt = derive(saltLabel, profile.saltBytes());
    return switch (profile) {
      case AEAD_AES_128_GCM, AEAD_AES_256_GCM -> new GcmCipher(key, salt);
      case AES128_CM_SHA1_80 -> new CounterModeCipher(key, salt, derive(authLabel, 20));
    };
  }

  /**
   * AES in counter mode over zeros, from the salt with the label xored into its byte 7 (RFC 3711
   * 4.3.1 and 4.3.3, key derivation rate 0). The 12-byte salt of AEAD is padded with zeros on the
   * right (RFC 7714 11).
   */
  byte[] derive(int label, int bytes) {
    byte[] counter = Arrays.copyOf(masterSalt, 16);
    counter[7] ^= (byte) label;
    try {
      Cipher aes = Cipher.getInstance("AES/CTR/NoPadding");
      SecretKeySpec key = new SecretKeySpec(masterKey, "AES");
      aes.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter));
      return aes.doFinal(new byte[bytes]);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /** Hides the keys. */
  @Override
  public String toString() {
    return "SrtpKeys[" + profile + "]";
  }
}
