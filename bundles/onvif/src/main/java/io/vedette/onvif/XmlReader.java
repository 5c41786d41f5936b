package io.vedette.onvif;

import io.vedette.onvif.OnvifException.Kind;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Foreign bytes → tree of elements, within limits: neither document types nor external entities are
 * read, and a message that is larger, deeper or longer than a camera's has a reason to be is
 * refused before it costs memory. Thread-safe.
 */
public final class XmlReader {
  /** The longest answer met in the field, 32 profiles of a recorder, has some 150 KiB. */
  public static final int MAX_BYTES = 1 << 20;

  private static final int MAX_DEPTH = 64;
  private static final int MAX_ELEMENTS = 20_000;
  private static final int MAX_ATTRIBUTES = 64;

  private static final char BOM = '\ufeff';
  private static final Pattern ENCODING =
      Pattern.compile("^\\s*<\\?xml[^>]*encoding=[\"']([A-Za-z0-9_.-]+)[\"']");

  private static final XMLInputFactory FACTORY = factory();

  private XmlReader() {}

  private static XMLInputFactory factory() {
    // The JDK's own, not what some bundle may offer by ServiceLoader.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("external entity " + systemId);
        });
    return factory;
  }

  /**
   * Reads a document.
   *
   * @throws OnvifException of kind PROTOCOL whatever is wrong with it
   */
  public static XmlElement read(byte[] bytes) throws OnvifException {
    if (bytes.length > MAX_BYTES) {
      throw refused("has " + bytes.length + " bytes");
    }
    try {
      // As text: with bytes the JDK's parser prints its complaints about their encoding.
      XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(text(bytes)));
      try {
        return tree(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException malformed) {
      throw new OnvifException(Kind.PROTOCOL, "no XML: " + firstLine(malformed), malformed);
    } catch (RuntimeException broken) {
      // The JDK's parser answers some garbage with unchecked exceptions.
      throw new OnvifException(Kind.PROTOCOL, "no XML: " + broken, broken);
    }
  }

  /**
   * Decodes as declared, else as UTF-8. What cannot be decoded is replaced: names that a camera
   * writes in an encoding of its own must not hide its streams. Blanks before the declaration,
   * which XML forbids and some cameras send, are dropped.
   */
  private static String text(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.ISO_8859_1);
    Matcher declared = ENCODING.matcher(head);
    Charset charset = StandardCharsets.UTF_8;
    if (declared.find()) {
      try {
        charset = Charset.forName(declared.group(1));
      } catch (IllegalArgumentException unknown) {
        // UTF-8 then; most of it is ASCII anyway.
      }
    }
    String text = new String(bytes, charset);
    int start = 0;
    while (start < text.length() && (text.charAt(start) <= ' ' || text.charAt(start) == BOM)) {
      start++;
    }
    return text.substring(start);
  }

  private static XmlElement tree(XMLStreamReader reader) throws XMLStreamException, OnvifException {
    Deque<XmlElement> open = new ArrayDeque<>();
    XmlElement root = null;
    int elements = 0;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.DTD -> throw refused("has a document type");
        case XMLStreamConstants.START_ELEMENT -> {
          if (++elements > MAX_ELEMENTS || open.size() >= MAX_DEPTH) {
            throw refused(
                "has " + elements + " elements or more, " + open.size() + " in one another");
          }
          XmlElement element =
              new XmlElement(namespace(reader), reader.getLocalName(), attributes(reader));
          if (open.isEmpty()) {
            root = element;
          } else {
            open.peek().add(element);
          }
          open.push(element);
        }
        case XMLStreamConstants.END_ELEMENT -> {
          open.pop();
          if (open.isEmpty()) {
            return root; // what may follow does not matter: some cameras send two documents
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (!open.isEmpty()) {
            open.peek().add(reader.getText());
          }
        }
        default -> {
          // Comments, instructions, entities that are not known: nothing we need.
        }
      }
    }
    throw refused("is empty");
  }

  private static String namespace(XMLStreamReader reader) {
    String uri = reader.getNamespaceURI();
    return uri == null ? "" : uri;
  }

  private static Map<String, String> attributes(XMLStreamReader reader) throws OnvifException {
    int count = reader.getAttributeCount();
    if (count > MAX_ATTRIBUTES) {
      throw refused("has an element with " + count + " attributes");
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      attributes.putIfAbsent(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    return attributes;
  }

  private static OnvifException refused(String why) {
    return new OnvifException(Kind.PROTOCOL, "the message " + why);
  }

  private static String firstLine(XMLStreamException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
