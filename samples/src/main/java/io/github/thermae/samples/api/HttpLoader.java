package io.github.thermae.samples.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;

/** Fetches what the cache does not have. An answer that is no 200 is not kept. */
final class HttpLoader implements CacheLoader<URI, String> {
  private final HttpClient client = HttpClient.newHttpClient();

  @Override
  public String load(URI uri) {
    try {
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new CacheLoaderException(uri + " answered with status " + answer.statusCode());
      }
      return answer.body();
    } catch (IOException e) {
      throw new CacheLoaderException(uri + " cannot be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CacheLoaderException(uri + " was not waited for", e);
    }
  }

  @Override
  public Map<URI, String> loadAll(Iterable<? extends URI> uris) {
    Map<URI, String> answers = new HashMap<>();
    uris.forEach(uri -> answers.put(uri, load(uri)));
    return answers;
  }
}
