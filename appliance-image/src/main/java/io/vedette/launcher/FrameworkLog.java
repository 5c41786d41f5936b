package io.vedette.launcher;

import org.apache.felix.framework.Logger;
import org.osgi.framework.BundleException;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.slf4j.LoggerFactory;

/**
 * What the framework itself says, and what bundles say to the log service (SCR: why a component
 * does not start), into our log.
 */
final class FrameworkLog extends Logger implements LogListener {
  private static final String FRAMEWORK = "org.apache.felix.framework";

  @Override
  protected void doLog(int level, String message, Throwable cause) {
    if (cause instanceof BundleException) {
      return; // comes as a framework event as well, and is explained better there
    }
    LogLevel severity =
        switch (level) {
          case LOG_ERROR -> LogLevel.ERROR;
          case LOG_WARNING -> LogLevel.WARN;
          case LOG_INFO -> LogLevel.INFO;
          default -> LogLevel.DEBUG;
        };
    write(FRAMEWORK, severity, message, cause);
  }

  @Override
  public void logged(LogEntry entry) {
    if (!entry
        .getLoggerName()
        .startsWith("Events.")) { // comings and goings of bundles and services
      write(
          entry.getBundle().getSymbolicName(),
          entry.getLogLevel(),
          entry.getMessage(),
          entry.getException());
    }
  }

  private static void write(String name, LogLevel level, String message, Throwable cause) {
    org.slf4j.Logger log = LoggerFactory.getLogger(name);
    switch (level) {
      case AUDIT, ERROR -> log.error(message, cause);
      case WARN -> log.warn(message, cause);
      case INFO -> log.info(message, cause);
      case DEBUG -> log.debug(message, cause);
      case TRACE -> log.trace(message, cause);
    }
  }
}
