package io.vedette.discovery;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names by which different ways of searching know one device. */
final class Identities {
  private static final Pattern MAC =
      Pattern.compile(
          "(?i)(?<![0-9a-f])([0-9a-f]{2})([:-]?)([0-9a-f]{2}\\2){4}[0-9a-f]{2}(?![0-9a-f])");

  private static final int MAX_LENGTH = 128;

  private Identities() {}

  /** Of texts that name a device: those that are not blank, and the MAC addresses within. */
  static Set<String> of(String... texts) {
    Set<String> identities = new LinkedHashSet<>();
    for (String text : texts) {
      String one = text.strip().toLowerCase(Locale.ROOT).replaceFirst("^(urn:)?uuid:", "");
      if (one.isEmpty() || one.length() > MAX_LENGTH) {
        continue;
      }
      Matcher mac = MAC.matcher(one);
      if (mac.find()) {
        identities.add(mac.group().replaceAll("[:-]", ""));
      }
      identities.add(one);
    }
    return identities;
  }
}
