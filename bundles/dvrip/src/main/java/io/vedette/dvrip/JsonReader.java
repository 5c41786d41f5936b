package io.vedette.dvrip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON value leniently; what follows it is not looked at. See {@link Json}. */
final class JsonReader {
  /** Real messages nest four deep. */
  private static final int MAX_DEPTH = 32;

  private final String text;
  private int at;

  JsonReader(String text) {
    this.text = text;
  }

  Object read() throws DvripException {
    return value(0);
  }

  private Object value(int depth) throws DvripException {
    if (depth > MAX_DEPTH) {
      throw wrong("nested too deep");
    }
    char c = skipBlanks();
    return switch (c) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      default -> literal();
    };
  }

  private Map<String, Object> object(int depth) throws DvripException {
    Map<String, Object> map = new LinkedHashMap<>();
    at++;
    while (skipBlanks() != '}') {
      if (text.charAt(at) != '"') {
        throw wrong("key expected");
      }
      String key = string();
      if (skipBlanks() != ':') {
        throw wrong("colon expected");
      }
      at++;
      map.put(key, value(depth + 1));
      comma('}');
    }
    at++;
    return map;
  }

  private List<Object> array(int depth) throws DvripException {
    List<Object> list = new ArrayList<>();
    at++;
    while (skipBlanks() != ']') {
      list.add(value(depth + 1));
      comma(']');
    }
    at++;
    return list;
  }

  private void comma(char end) throws DvripException {
    char c = skipBlanks();
    if (c == ',') {
      at++;
    } else if (c != end) {
      throw wrong("comma expected");
    }
  }

  private String string() throws DvripException {
    StringBuilder out = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return out.toString();
      } else if (c == '\\' && at + 1 < text.length()) {
        out.append(escaped(text.charAt(++at)));
      } else {
        out.append(c);
      }
    }
    throw wrong("string without end");
  }

  private char escaped(char c) {
    switch (c) {
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'r':
        return '\r';
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'u':
        if (at + 4 < text.length() && text.substring(at + 1, at + 5).matches("[0-9a-fA-F]{4}")) {
          at += 4;
          return (char) Integer.parseInt(text.substring(at - 3, at + 1), 16);
        }
        return c;
      default:
        return c;
    }
  }

  private Object literal() throws DvripException {
    int start = at;
    while (at < text.length() && ",]}: \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    switch (word) {
      case "true":
        return true;
      case "false":
        return false;
      case "null":
        return null;
      default:
        try {
          return Double.valueOf(word);
        } catch (NumberFormatException none) {
          throw wrong("value expected");
        }
    }
  }

  private char skipBlanks() throws DvripException {
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    if (at == text.length()) {
      throw wrong("it ends early");
    }
    return text.charAt(at);
  }

  private DvripException wrong(String what) {
    return new DvripException(
        DvripException.Kind.PROTOCOL,
        "JSON: " + what + " at character " + at + " of " + text.length());
  }
}
