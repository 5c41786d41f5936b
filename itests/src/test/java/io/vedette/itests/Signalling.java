package io.vedette.itests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.testkit.WhepViewer;
import java.io.IOException;

/** The way of a viewer's offer: our API, signed in. */
record Signalling(Api api) implements WhepViewer.Signalling {
  @Override
  public Answer offer(String path, String sdp) throws IOException {
    Api.Reply reply = api.send("POST", path, "application/sdp", sdp.getBytes(UTF_8));
    assertThat(reply.status()).as("%s", reply).isEqualTo(201);
    return new Answer(reply.header("Location").orElseThrow(), reply.text());
  }

  @Override
  public void end(String session) throws IOException {
    api.delete(session);
  }
}
