package io.vedette.launcher;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Why a bundle does not resolve, for people. The framework's own message names the first of a chain
 * of bundles; what is asked is the end of the chain.
 */
final class MissingRequirements {
  private static final Pattern FILTER_TERM =
      Pattern.compile("\\(([^()<>=~&|!]+)([<>]?=)([^()]*)\\)");

  private MissingRequirements() {}

  /** One line per requirement that nothing offers; empty if all are offered. */
  static List<String> of(BundleContext framework, Bundle bundle) {
    List<String> missing = new ArrayList<>();
    search(framework, bundle, new HashSet<>(), missing);
    return missing;
  }

  private static void search(
      BundleContext framework, Bundle bundle, Set<Bundle> seen, List<String> missing) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision == null || !seen.add(bundle)) {
      return;
    }
    for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
      if (isOptional(requirement)) {
        continue;
      }
      List<Bundle> providers = providers(framework, requirement);
      if (providers.isEmpty()) {
        missing.add(
            bundle.getSymbolicName()
                + " "
                + bundle.getVersion()
                + " needs "
                + describe(requirement)
                + ", which nothing offers");
      } else if (providers.stream().allMatch(p -> p.getState() == Bundle.INSTALLED)) {
        providers.forEach(p -> search(framework, p, seen, missing));
      }
    }
  }

  private static boolean isOptional(BundleRequirement requirement) {
    String effective =
        requirement
            .getDirectives()
            .getOrDefault(Constants.EFFECTIVE_DIRECTIVE, Constants.EFFECTIVE_RESOLVE);
    return Constants.RESOLUTION_OPTIONAL.equals(
            requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE))
        || "dynamic".equals(requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE))
        || !Constants.EFFECTIVE_RESOLVE.equals(effective);
  }

  private static List<Bundle> providers(BundleContext framework, BundleRequirement requirement) {
    List<Bundle> providers = new ArrayList<>();
    for (Bundle bundle : framework.getBundles()) {
      BundleRevision revision = bundle.adapt(BundleRevision.class);
      if (revision != null
          && revision.getDeclaredCapabilities(requirement.getNamespace()).stream()
              .anyMatch(requirement::matches)) {
        providers.add(bundle);
      }
    }
    return providers;
  }

  /** {@code package org.slf4j from 2.0.0 below 3.0.0}. */
  static String describe(BundleRequirement requirement) {
    String namespace = requirement.getNamespace();
    String filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
    StringBuilder text = new StringBuilder(word(namespace));
    Matcher terms = FILTER_TERM.matcher(filter);
    while (terms.find()) {
      boolean negated = terms.start() > 0 && filter.charAt(terms.start() - 1) == '!';
      if (terms.group(1).equals(namespace)) {
        text.append(' ').append(terms.group(3));
      } else if (negated && terms.group(2).equals(">=")) {
        text.append(" below ").append(terms.group(3));
      } else if (terms.group(2).equals(">=")) {
        text.append(" from ").append(terms.group(3));
      } else {
        text.append(' ').append(terms.group(1)).append(terms.group(2)).append(terms.group(3));
      }
    }
    return text.toString();
  }

  private static String word(String namespace) {
    return switch (namespace) {
      case "osgi.wiring.package" -> "package";
      case "osgi.wiring.bundle" -> "bundle";
      case "osgi.wiring.host" -> "host bundle";
      case "osgi.ee" -> "a Java platform";
      default -> namespace;
    };
  }
}
