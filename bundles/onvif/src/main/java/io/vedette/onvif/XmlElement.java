package io.vedette.onvif;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An element of a message, known by its local name: cameras use prefixes and namespace versions as
 * they like. Read only once {@link XmlReader} has given it out.
 */
public final class XmlElement {
  private final String name;
  private final String namespace;
  private final Map<String, String> attributes;
  private final List<XmlElement> children = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  XmlElement(String namespace, String name, Map<String, String> attributes) {
    this.namespace = namespace;
    this.name = name;
    this.attributes = new LinkedHashMap<>(attributes);
  }

  void add(XmlElement child) {
    children.add(child);
  }

  void add(String characters) {
    text.append(characters);
  }

  /** Local name. */
  public String name() {
    return name;
  }

  /** Namespace; empty string if it has none. */
  public String namespace() {
    return namespace;
  }

  /** Attributes by local name, in their order. */
  public Map<String, String> attributes() {
    return Collections.unmodifiableMap(attributes);
  }

  /** An attribute by its local name; empty string if it is missing. */
  public String attribute(String local) {
    return attributes.getOrDefault(local, "").strip();
  }

  /** Direct children. */
  public List<XmlElement> children() {
    return Collections.unmodifiableList(children);
  }

  /** Its own characters without surrounding blanks. */
  public String text() {
    return text.toString().strip();
  }

  /** The first element that a path of local names leads to, from here on. */
  public Optional<XmlElement> find(String... path) {
    if (path.length == 0) {
      return Optional.of(this);
    }
    String[] rest = java.util.Arrays.copyOfRange(path, 1, path.length);
    for (XmlElement child : children) {
      if (child.name.equals(path[0])) {
        Optional<XmlElement> found = child.find(rest);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** Text at the end of a path; empty string if there is no such element. */
  public String text(String... path) {
    return find(path).map(XmlElement::text).orElse("");
  }

  /** Direct children of a name. */
  public List<XmlElement> all(String local) {
    return children.stream().filter(c -> c.name.equals(local)).toList();
  }

  /** The first element of a name at any depth, this one included, in document order. */
  public Optional<XmlElement> anywhere(String local) {
    if (name.equals(local)) {
      return Optional.of(this);
    }
    for (XmlElement child : children) {
      Optional<XmlElement> found = child.anywhere(local);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * The same with other text at the end of a path; elements on the way that are missing are not
   * made.
   */
  XmlElement with(String newText, String... path) {
    XmlElement copy = new XmlElement(namespace, name, attributes);
    if (path.length == 0) {
      copy.add(newText);
      return copy;
    }
    copy.text.append(text);
    boolean changed = false;
    for (XmlElement child : children) {
      boolean here = !changed && child.name.equals(path[0]);
      changed |= here;
      copy.add(
          here ? child.with(newText, java.util.Arrays.copyOfRange(path, 1, path.length)) : child);
    }
    return copy;
  }

  /** The same with another value of an attribute. */
  XmlElement withAttribute(String local, String value) {
    XmlElement copy = new XmlElement(namespace, name, attributes);
    copy.attributes.put(local, value);
    copy.text.append(text);
    copy.children.addAll(children);
    return copy;
  }

  /** As XML under its own name. Namespaces are kept, prefixes are not. */
  String toXml() {
    return toXml(name);
  }

  /** As XML under another name of the same namespace. */
  String toXml(String as) {
    StringBuilder out = new StringBuilder();
    write(out, as, "");
    return out.toString();
  }

  private void write(StringBuilder out, String as, String defaultNamespace) {
    out.append('<').append(as);
    if (!namespace.equals(defaultNamespace)) {
      out.append(" xmlns=\"").append(escape(namespace)).append('"');
    }
    attributes.forEach(
        (key, value) ->
            out.append(' ').append(key).append("=\"").append(escape(value)).append('"'));
    out.append('>').append(escape(text()));
    children.forEach(child -> child.write(out, child.name, namespace));
    out.append("</").append(as).append('>');
  }

  /** Text as it may stand between tags and in attributes. */
  static String escape(String text) {
    return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  @Override
  public String toString() {
    return "<" + name + ">";
  }
}
