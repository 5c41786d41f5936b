package io.vedette.rtsp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Header fields of a message in their order; names compare without case, a name may come several
 * times (cameras send one WWW-Authenticate per scheme). Immutable.
 */
public final class RtspHeaders {
  /** One field. */
  public record Field(String name, String value) {
    public Field {
      if (hasLineBreak(name) || hasLineBreak(value)) {
        throw new IllegalArgumentException("line break in header " + name.strip());
      }
    }

    private static boolean hasLineBreak(String text) {
      return text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0;
    }
  }

  private final List<Field> fields;

  public RtspHeaders(List<Field> fields) {
    this.fields = List.copyOf(fields);
  }

  /** Alternating names and values. */
  public static RtspHeaders of(String... namesAndValues) {
    List<Field> fields = new ArrayList<>(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new RtspHeaders(fields);
  }

  /** These fields and one more at the end. */
  public RtspHeaders with(String name, String value) {
    List<Field> more = new ArrayList<>(fields);
    more.add(new Field(name, value));
    return new RtspHeaders(more);
  }

  /** Value of the first field of that name. */
  public Optional<String> first(String name) {
    return fields.stream().filter(f -> f.name.equalsIgnoreCase(name)).map(Field::value).findFirst();
  }

  /** Values of all fields of that name, in order. */
  public List<String> all(String name) {
    return fields.stream().filter(f -> f.name.equalsIgnoreCase(name)).map(Field::value).toList();
  }

  public List<Field> fields() {
    return fields;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RtspHeaders that && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return fields.toString();
  }
}
