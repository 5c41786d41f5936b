/**
 * Features that are installed and removed while everything else runs. The launcher offers the
 * service, so it exports this package from its own class path; the bundle imports its own export,
 * so that there is one package and not two.
 */
@Version("0.1.0")
@Export(substitution = Export.Substitution.PROVIDER)
package io.vedette.api.feature;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
