package io.vedette.testkit.net;

/** What a device can be made to do wrong while it runs. */
public enum Fault {
  /** Connections are accepted and read, nothing is ever answered; until told otherwise. */
  SILENCE,
  /** The device forgets the connections it has, without a word; new ones work. */
  HALF_OPEN,
  /** Every connection is reset; new ones work. */
  RESET,
  /** 300 bytes without meaning in the middle of the stream. */
  GARBAGE,
  /** Control goes on, pictures stop; until told otherwise. */
  STALL,
  /** Somebody sets the device's clock: timestamps jump back by an hour. */
  TIMESTAMP_JUMP,
  /** Somebody changes the resolution: the stream goes on with other parameter sets. */
  RESOLUTION_CHANGE,
  /** Connections break, nothing listens; until told otherwise. */
  REBOOT
}
