/**
 * What a vendor implements to bring cameras: {@link io.vedette.api.driver.CameraDriver} and what it
 * returns. Small, blocking, supervised from outside: the hub owns threads, retries and time-outs.
 */
@Version("0.1.0")
@Export
package io.vedette.api.driver;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
