package io.github.thermae.config;

import io.github.thermae.ThermaeException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The text of a configuration file, wherever it lies. It is opened as a URL: a file in a jar, and
 * in a jar within a jar, has no path.
 *
 * @param name what it is called in messages: its path, or else its URL
 * @param text what is in it
 */
record ConfigText(String name, String text) {
  /** What is looked for on the class path where nothing else is named. */
  static final String DEFAULT_NAME = "thermae.conf";

  private static final Logger LOG = LoggerFactory.getLogger(ConfigText.class);
  private static final int BYTES_MAX = 1 << 20;
  private static final String CLASSPATH = "classpath";

  /** Nothing here reads from the network. */
  private static final List<String> JARS = List.of("jar:file:", "jar:nested:", "jar:jar:file:");

  /** Whether a manager's URI is the place of a file, and not the name of a store. */
  static boolean isPlace(URI uri) {
    String scheme = uri.getScheme();
    return scheme != null && List.of("file", "jar", CLASSPATH).contains(scheme);
  }

  /**
   * The file at a place that somebody has named.
   *
   * @throws ThermaeException if there is none, or it cannot be read
   */
  static ConfigText at(URI place, ClassLoader loader) {
    if (CLASSPATH.equals(place.getScheme())) {
      String resource = place.getSchemeSpecificPart().replaceFirst("^/+", "");
      URL url = loader.getResource(resource);
      if (url == null) {
        throw Checks.error(
            "configuration file %s: there is no %s on the class path of %s",
            place, resource, loader);
      }
      return read(url);
    }
    if ("jar".equals(place.getScheme()) && JARS.stream().noneMatch(place.toString()::startsWith)) {
      throw Checks.error(
          "configuration file %s: expected file:, classpath:, jar:file: or jar:nested:", place);
    }
    try {
      return read(place.toURL());
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw new ThermaeException("configuration file " + place + ": not a URL: " + e, e);
    }
  }

  /** The same; what has no scheme is a path of the file system. */
  static ConfigText at(String place, ClassLoader loader) {
    if (place.isBlank()) {
      throw Checks.error(
          "%s%s is empty: name a file, or leave it out",
          StoreOptions.PREFIX, SettingsReader.CONFIG);
    }
    try {
      URI uri = new URI(place);
      if (isPlace(uri)) {
        return at(uri, loader);
      }
    } catch (URISyntaxException e) {
      LOG.trace("'{}' is a path", place, e);
    }
    return at(Values.path(place).toUri(), loader);
  }

  /** The file of the default name on a class path, if there is one. */
  static Optional<ConfigText> onClassPath(ClassLoader loader) {
    List<URL> found = urls(loader);
    if (found.size() > 1) {
      LOG.warn(
          "There are several {} on the class path, of which the first is used: {}. Name the one that"
              + " is meant by thermae.config or by the URI of the cache manager.",
          DEFAULT_NAME,
          found);
    }
    return found.stream().findFirst().map(ConfigText::read);
  }

  private static List<URL> urls(ClassLoader loader) {
    // By their text: URL.equals may ask the network.
    Set<String> seen = new LinkedHashSet<>();
    List<URL> urls = new ArrayList<>();
    try {
      for (Enumeration<URL> all = loader.getResources(DEFAULT_NAME); all.hasMoreElements(); ) {
        URL url = all.nextElement();
        if (seen.add(url.toString())) {
          urls.add(url);
        }
      }
      return urls;
    } catch (IOException e) {
      throw new ThermaeException(
          "configuration file " + DEFAULT_NAME + ": the class path cannot be searched: " + e, e);
    }
  }

  private static ConfigText read(URL url) {
    String name = nameOf(url);
    if ("file".equals(url.getProtocol()) && new File(url.getPath()).isDirectory()) {
      // Its URL would give the names in it.
      throw Checks.error("configuration file %s: it is a folder; name a file in it", name);
    }
    try {
      URLConnection connection = url.openConnection();
      // Or the jar stays open, and is read from memory when it has changed.
      connection.setUseCaches(false);
      try (InputStream in = connection.getInputStream()) {
        byte[] bytes = in.readNBytes(BYTES_MAX + 1);
        if (bytes.length > BYTES_MAX) {
          throw Checks.error("configuration file %s: longer than %d bytes", name, BYTES_MAX);
        }
        return new ConfigText(name, decoded(name, bytes));
      }
    } catch (IOException e) {
      throw new ThermaeException(
          "configuration file " + name + " cannot be read: " + e + ". Check the place.", e);
    }
  }

  private static String decoded(String name, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ThermaeException("configuration file " + name + " is not text in UTF-8", e);
    }
  }

  private static String nameOf(URL url) {
    try {
      return "file".equals(url.getProtocol()) ? Path.of(url.toURI()).toString() : url.toString();
    } catch (URISyntaxException | IllegalArgumentException e) {
      LOG.trace("{} has no path", url, e);
      return url.toString();
    }
  }
}
