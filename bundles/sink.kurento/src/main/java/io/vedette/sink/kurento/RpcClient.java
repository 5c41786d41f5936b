package io.vedette.sink.kurento;

import java.net.URI;
import org.kurento.jsonrpc.client.JsonRpcClientNettyWebSocket;

/**
 * Kurento's JSON-RPC client, which knocks before each connect: it waits for the answer to a
 * WebSocket handshake without a limit, with a lock in its hand that all calls need, and nobody can
 * call it back from there.
 */
final class RpcClient extends JsonRpcClientNettyWebSocket {
  private final URI address;
  private final int limitMs;
  private final LoopThreads loops;

  /**
   * @param limitMs of a request, and of a connect
   * @param loops learns on which thread of netty it runs
   */
  RpcClient(URI address, int limitMs, LoopThreads loops) {
    super(address.toString());
    this.address = address;
    this.limitMs = limitMs;
    this.loops = loops;
    setRequestTimeout(limitMs);
    setConnectionTimeout(limitMs);
    setTryReconnectingMaxTime(1); // at once, and once: then we begin anew ourselves
    setSendCloseMessage(true);
  }

  @Override
  protected void connectNativeClient() throws Exception {
    if (!isNativeClientConnected()) {
      Knock.at(address, limitMs);
    }
    super.connectNativeClient();
  }

  @Override
  protected void receivedTextMessage(String message) {
    loops.note();
    super.receivedTextMessage(message);
  }
}
