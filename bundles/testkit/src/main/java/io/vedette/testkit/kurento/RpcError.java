package io.vedette.testkit.kurento;

import com.google.gson.JsonObject;

/** What a request is refused with; codes and names are Kurento's. */
final class RpcError extends Exception {
  private final int code;
  private final String type;

  private RpcError(int code, String type, String message) {
    super(message, null, false, false);
    this.code = code;
    this.type = type;
  }

  static RpcError invalidParameters(String message) {
    return new RpcError(-32602, "INVALID_PARAMS", message);
  }

  static RpcError unknownMethod(String method) {
    return new RpcError(-32601, "METHOD_NOT_FOUND", "Method not found: " + method);
  }

  static RpcError invalidSession() {
    return new RpcError(40007, "INVALID_SESSION", "Invalid session");
  }

  static RpcError full() {
    return new RpcError(40009, "NOT_ENOUGH_RESOURCES", "Too many threads or open files");
  }

  static RpcError unknownType(String type) {
    return new RpcError(40100, "MEDIA_OBJECT_TYPE_NOT_FOUND", "Class '" + type + "' not found");
  }

  static RpcError notFound(String object) {
    return new RpcError(40101, "MEDIA_OBJECT_NOT_FOUND", "Object '" + object + "' not found");
  }

  static RpcError unknownOperation(String type, String operation) {
    return new RpcError(
        40105, "MEDIA_OBJECT_METHOD_NOT_FOUND", type + " has no method '" + operation + "'");
  }

  static RpcError unknownTag() {
    return new RpcError(40110, "MEDIA_OBJECT_TAG_KEY_NOT_FOUND", "Tag key not found");
  }

  static RpcError noSdp() {
    return new RpcError(40201, "SDP_PARSE_ERROR", "Invalid SDP");
  }

  static RpcError noLocalSdp() {
    return new RpcError(40202, "SDP_END_POINT_NO_LOCAL_SDP_ERROR", "No local SDP");
  }

  static RpcError alreadyNegotiated() {
    return new RpcError(40208, "SDP_END_POINT_ALREADY_NEGOTIATED", "Endpoint already negotiated");
  }

  static RpcError badCandidate() {
    return new RpcError(40401, "ICE_ADD_CANDIDATE_ERROR", "Error adding candidate");
  }

  /** The error of a response. */
  JsonObject json() {
    JsonObject data = new JsonObject();
    data.addProperty("type", type);
    JsonObject error = new JsonObject();
    error.addProperty("code", code);
    error.add("data", data);
    error.addProperty("message", getMessage());
    return error;
  }
}
