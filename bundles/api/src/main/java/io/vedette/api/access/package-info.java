/** Who may do what: accounts, sessions, tokens, roles. */
@Version("0.1.0")
@Export
package io.vedette.api.access;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
