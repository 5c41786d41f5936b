/**
 * Finding cameras: asks every way of searching, merges what they see to one row per device, and
 * announces this recorder.
 */
package io.vedette.discovery;
