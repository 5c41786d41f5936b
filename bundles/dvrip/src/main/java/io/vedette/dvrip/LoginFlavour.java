package io.vedette.dvrip;

import java.util.Map;

/**
 * How a firmware wants to be signed in to. Nearly all take {@link #CLASSIC}; firmware from about
 * October 2025 on is known to want something else, which nobody has described yet.
 */
@FunctionalInterface
public interface LoginFlavour {
  /** The hash of {@link DvripLogin#hash}. */
  LoginFlavour CLASSIC =
      login ->
          Json.object(
              "EncryptType",
              "MD5",
              "LoginType",
              "DVRIP-Web",
              "PassWord",
              login.hash(),
              "UserName",
              login.user());

  /** The password in the clear, for firmware that was told to encrypt nothing. */
  LoginFlavour PLAIN =
      login ->
          Json.object(
              "EncryptType",
              "NONE",
              "LoginType",
              "DVRIP-Web",
              "PassWord",
              login.password(),
              "UserName",
              login.user());

  /** The login message. */
  Map<String, Object> request(DvripLogin login);
}
