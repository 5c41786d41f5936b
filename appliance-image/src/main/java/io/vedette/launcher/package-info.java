/**
 * The launcher: reads the command line, makes HOME ready, starts the framework with the features of
 * the repository folder, says when the recorder is up, and stops it. It knows bundles by their
 * lists alone; what they do is none of its business.
 */
package io.vedette.launcher;
