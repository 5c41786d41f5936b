package io.vedette.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Key and self-signed certificate of https, made with the JDK's keytool at the first start. Jetty
 * answers 400 when the name or address in the browser's address line is not in the certificate, so
 * it carries all names and addresses of this machine and is made anew when one is missing.
 */
final class HttpsKey {
  private static final String STORE = "https.p12";
  private static final String PASSWORD = "https.password";

  /** Asking Java for it fails, or waits for DNS, where the name has no address. */
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private static final Duration VALID = Duration.ofDays(825); // what browsers bear at most
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);

  private HttpsKey() {}

  /**
   * Path and password of a PKCS#12 store with one key, good for the given names.
   *
   * @param password random, in a file that only this user can read
   */
  record Store(Path file, String password) {
    @Override
    public String toString() {
      return "Store[" + file + "]";
    }
  }

  /**
   * @param names DNS names and addresses, as {@link #namesOfThisMachine} gives them
   */
  static Store prepare(Home home, Set<String> names, Clock clock) throws IOException {
    Path file = home.path(STORE);
    if (!Files.exists(home.path(PASSWORD))) {
      byte[] random = new byte[16];
      new SecureRandom().nextBytes(random);
      home.writeSecret(PASSWORD, HexFormat.of().formatHex(random));
      Files.deleteIfExists(file);
    }
    Store store = new Store(file, Files.readString(home.path(PASSWORD)).strip());
    if (!Files.exists(file) || !isGood(store, names, clock.instant())) {
      make(home, store, names);
    }
    return store;
  }

  /**
   * {@code localhost}, the host's name alone and with {@code .local}, each interface's addresses in
   * Java's full form.
   */
  static Set<String> namesOfThisMachine() throws IOException {
    Set<String> names = new TreeSet<>(List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"));
    String host = Files.readString(HOST_NAME).strip();
    if (host.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")) {
      names.add(host);
      names.add(host.contains(".") ? host : host + ".local");
    }
    for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
      for (InterfaceAddress address : card.getInterfaceAddresses()) {
        names.add(text(address.getAddress()));
      }
    }
    return names;
  }

  private static boolean isGood(Store store, Set<String> names, Instant now) throws IOException {
    try (InputStream in = Files.newInputStream(store.file())) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, store.password().toCharArray());
      if (!(keys.getCertificate("vedette") instanceof X509Certificate certificate)
          || certificate.getNotAfter().toInstant().isBefore(now.plus(RENEW_BEFORE))) {
        return false;
      }
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      Set<String> covered = new TreeSet<>();
      for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
        String name = alternative.get(1).toString();
        covered.add(alternative.get(0).equals(7) ? text(InetAddress.getByName(name)) : name);
      }
      // An IPv6 address that changes daily is no reason to make everybody trust a new certificate.
      return names.stream().allMatch(name -> name.contains(":") || covered.contains(name));
    } catch (GeneralSecurityException | IOException e) {
      return false; // damaged, or of another password: a new one is as good
    }
  }

  private static void make(Home home, Store store, Set<String> names) throws IOException {
    Path part = home.path(STORE + ".part");
    Files.deleteIfExists(part);
    StringBuilder alternatives = new StringBuilder();
    for (String name : names) {
      alternatives
          .append(alternatives.isEmpty() ? "san=" : ",")
          .append(isAddress(name) ? "ip:" : "dns:")
          .append(name);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", "vedette", "-dname", "CN=Vedette"));
    command.addAll(
        List.of("-keyalg", "EC", "-groupname", "secp256r1", "-sigalg", "SHA256withECDSA"));
    command.addAll(
        List.of("-validity", Long.toString(VALID.toDays()), "-ext", alternatives.toString()));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", part.toString()));
    command.addAll(List.of("-storepass:file", home.path(PASSWORD).toString()));
    command.addAll(
        List.of("-J-XX:TieredStopAtLevel=1", "-J-Xshare:auto")); // one key: no time to compile
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    keytool.getOutputStream().close();
    String said =
        new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (keytool.waitFor() != 0) {
        throw new IOException("keytool cannot make the certificate of https: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
    Files.move(
        part, store.file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%'); // fe80::1%eth0: the scope is this machine's own business
    return scope < 0 ? text : text.substring(0, scope);
  }

  private static boolean isAddress(String name) {
    return name.contains(":") || name.matches("[0-9.]+");
  }
}
