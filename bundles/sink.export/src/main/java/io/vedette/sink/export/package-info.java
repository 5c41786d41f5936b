/**
 * Exports: recordings of several cameras as a ZIP archive with a signed manifest, and the
 * verification of such an archive on any machine ({@link io.vedette.sink.export.VerifyMain}).
 *
 * <p>Not here: how an MP4 of a range is made (the recorder), and who may export (the web).
 */
package io.vedette.sink.export;
