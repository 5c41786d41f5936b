/**
 * Settings of bundles as JSON, generically: an OSGi metatype becomes a JSON Schema, and a
 * configuration its values. Knows no bundle by name.
 */
package io.vedette.web.settings;
