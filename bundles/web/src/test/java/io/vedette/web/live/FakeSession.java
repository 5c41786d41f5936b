package io.vedette.web.live;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** A connection whose other side takes a message when the test says so. */
final class FakeSession {
  final List<String> sent = new ArrayList<>();
  private final Queue<Callback> onTheWay = new ArrayDeque<>();
  private boolean open = true;

  final Session session =
      (Session)
          Proxy.newProxyInstance(
              FakeSession.class.getClassLoader(),
              new Class<?>[] {Session.class},
              (proxy, method, args) -> {
                switch (method.getName()) {
                  case "sendText" -> {
                    sent.add((String) args[0]);
                    onTheWay.add((Callback) args[1]);
                  }
                  case "sendBinary" -> {
                    sent.add("binary of " + ((ByteBuffer) args[0]).remaining());
                    onTheWay.add((Callback) args[1]);
                  }
                  case "sendPing" -> sent.add("ping");
                  case "close" -> {
                    open = false;
                    sent.add("close " + args[0] + " " + args[1]);
                  }
                  case "isOpen" -> {
                    return open;
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                }
                return null;
              });

  /** Messages that were given to the connection and not yet taken. */
  int onTheWay() {
    return onTheWay.size();
  }

  void takeOne() {
    onTheWay.remove().succeed();
  }

  void breakDown() {
    onTheWay.remove().fail(new IOException("connection reset"));
  }
}
