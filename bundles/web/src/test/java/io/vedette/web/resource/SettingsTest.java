package io.vedette.web.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.vedette.web.resource.TestServer.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final String PID = "io.vedette.sink.engine";
  private static final String PATH = "/api/v1/settings/" + PID;

  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Answer put(String values) throws Exception {
    return server.as("admin", "PUT", PATH, "{'values': " + values + "}");
  }

  @Test
  void schemaAndValuesInForce() throws Exception {
    server.settings.values.put(PID, Map.of("port", "9000", "uris", List.of("ws://a")));
    Answer answer = server.as("admin", "GET", PATH);

    assertThat(answer.text().replace('"', '\''))
        .isEqualTo(
            "{'pid':'io.vedette.sink.engine','title':'Engine',"
                + "'schema':{'type':'object','title':'Engine','properties':{"
                + "'port':{'type':'integer','title':'port','default':8189},"
                + "'uris':{'type':'array','items':{'type':'string'},'title':'uris'},"
                + "'gain':{'type':'array','items':{'type':'number'},'maxItems':2,'title':'gain',"
                + "'default':[0.5]},"
                + "'level':{'type':'string','oneOf':[{'const':'low','title':'is low'},"
                + "{'const':'high','title':'is high'}],'title':'level','default':'low'},"
                + "'secret':{'type':'string','writeOnly':true,'format':'password',"
                + "'title':'secret'}},'required':['uris'],'additionalProperties':false},"
                + "'values':{'port':9000,'uris':['ws://a'],'gain':[0.5],'level':'low'}}");
    assertThat(server.as("admin", "GET", "/api/v1/settings").json().getAsJsonArray()).hasSize(2);
  }

  @Test
  void changeOfSomeValues() throws Exception {
    Answer answer = put("{'port': 8000, 'uris': ['ws://a', 'ws://b'], 'gain': [1], 'secret': 's'}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.object().getAsJsonObject("values").toString().replace('"', '\''))
        .isEqualTo("{'port':8000,'uris':['ws://a','ws://b'],'gain':[1.0],'level':'low'}");
    assertThat(server.settings.values.get(PID))
        .containsEntry("port", 8000)
        .containsEntry("uris", new String[] {"ws://a", "ws://b"})
        .containsEntry("gain", new Double[] {1.0})
        .containsEntry("secret", "s")
        .doesNotContainKey("level");
    assertThat(server.accounts.audit)
        .extracting(e -> e.action() + ": " + e.detail())
        .containsExactly("settings changed: io.vedette.sink.engine: port, uris, gain, secret");
  }

  @Test
  void whatWasReadCanBeWrittenBack() throws Exception {
    server.settings.values.put(PID, new java.util.HashMap<>(Map.of("secret", "s")));
    JsonObject read = server.as("admin", "GET", PATH).object();

    assertThat(read.toString()).doesNotContain("'s'");
    assertThat(server.as("admin", "PUT", PATH, read.toString()).status()).isEqualTo(200);
    assertThat(server.settings.values.get(PID)).containsExactly(Map.entry("secret", "s"));
    assertThat(server.accounts.audit).as("nothing changed").isEmpty();
  }

  @Test
  void valuesThatDoNotFit() throws Exception {
    assertThat(put("{'port': '8000'}").problem()).isEqualTo("400 values.port");
    assertThat(put("{'port': 80000}").problem()).as("maximum").isEqualTo("400 values.port");
    assertThat(put("{'port': 1.5}").problem()).isEqualTo("400 values.port");
    assertThat(put("{'port': 99999999999}").problem()).isEqualTo("400 values.port");
    assertThat(put("{'uris': 'ws://a'}").problem()).isEqualTo("400 values.uris");
    assertThat(put("{'uris': [1]}").problem()).isEqualTo("400 values.uris");
    assertThat(put("{'gain': [1, 2, 3]}").problem()).isEqualTo("400 values.gain");
    assertThat(put("{'level': 'middle'}").problem()).isEqualTo("400 values.level");
    assertThat(put("{'colour': 'blue'}").problem()).isEqualTo("400 values.colour");
    assertThat(put("{'secret': '" + "x".repeat(5000) + "'}").problem())
        .isEqualTo("400 values.secret");
    assertThat(server.as("admin", "PUT", PATH, "{}").problem()).isEqualTo("400 values");
    assertThat(server.settings.values.getOrDefault(PID, Map.of())).isEmpty();
  }

  @Test
  void onlyAdministratorsAndOnlyWhatIsThere() throws Exception {
    assertThat(server.as("operator", "GET", "/api/v1/settings").problem()).isEqualTo("403 -");
    assertThat(server.as("operator", "GET", PATH).problem()).isEqualTo("403 -");
    assertThat(server.as("admin", "GET", "/api/v1/settings/org.apache").problem())
        .isEqualTo("404 -");
    server.parts.settings = null;
    assertThat(server.as("admin", "GET", PATH).problem()).isEqualTo("503 -");
  }
}
