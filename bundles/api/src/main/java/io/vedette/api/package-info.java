/**
 * Services between the bundles, and the SPI for vendors; one package per subject, each versioned by
 * itself and compared with its last release by the build.
 */
package io.vedette.api;
