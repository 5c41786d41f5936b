package io.vedette.web.resource;

import io.vedette.api.live.LiveEngine;
import java.util.Dictionary;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** A reference that knows its ranking only. */
record EngineReference(int ranking) implements ServiceReference<LiveEngine> {
  @Override
  public int compareTo(Object other) {
    return Integer.compare(ranking, ((EngineReference) other).ranking);
  }

  @Override
  public Object getProperty(String key) {
    throw new UnsupportedOperationException(key);
  }

  @Override
  public String[] getPropertyKeys() {
    return new String[0];
  }

  @Override
  public Bundle getBundle() {
    throw new UnsupportedOperationException("bundle");
  }

  @Override
  public Bundle[] getUsingBundles() {
    throw new UnsupportedOperationException("using bundles");
  }

  @Override
  public boolean isAssignableTo(Bundle bundle, String className) {
    throw new UnsupportedOperationException(className);
  }

  @Override
  public Dictionary<String, Object> getProperties() {
    throw new UnsupportedOperationException("properties");
  }

  @Override
  public <A> A adapt(Class<A> type) {
    throw new UnsupportedOperationException(type.getName());
  }
}
