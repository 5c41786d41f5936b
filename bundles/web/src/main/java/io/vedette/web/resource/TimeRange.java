package io.vedette.web.resource;

import io.vedette.web.http.Exchange;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The parameters {@code from} and {@code to}.
 *
 * @param from inclusive
 * @param to exclusive, not before {@code from}
 */
record TimeRange(Instant from, Instant to) {
  /** Longest range of one request: its answer is built in memory. */
  private static final Duration MAX = Duration.ofDays(400);

  TimeRange {
    if (from.isAfter(to)) {
      throw Problem.ofField("from", "from is after to");
    }
    if (Duration.between(from, to).compareTo(MAX) > 0) {
      throw Problem.ofField(
          Kind.IMPOSSIBLE, "from", "a range of more than " + MAX.toDays() + " days is too long");
    }
  }

  /** Reads ranges; knows what time it is. */
  record Reader(Clock clock) {
    /** Without {@code to} until now, without {@code from} the 24 hours before {@code to}. */
    TimeRange lastDayIfOpen(Exchange exchange) {
      Instant to = exchange.queryInstant("to").orElseGet(clock::instant);
      return new TimeRange(
          exchange.queryInstant("from").orElseGet(() -> to.minus(Duration.ofDays(1))), to);
    }

    /** Both must be there. */
    TimeRange closed(Exchange exchange) {
      return new TimeRange(required(exchange, "from"), required(exchange, "to"));
    }

    private static Instant required(Exchange exchange, String name) {
      return exchange
          .queryInstant(name)
          .orElseThrow(() -> Problem.ofField(name, "the parameter " + name + " is missing"));
    }
  }
}
