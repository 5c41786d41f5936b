/**
 * {@code ./vedette soak}: a recorder of its own and simulated cameras that fail at random; every
 * picture that a camera delivered whole must be on disk, every gap must have a cause.
 */
package io.vedette.testkit.soak;
