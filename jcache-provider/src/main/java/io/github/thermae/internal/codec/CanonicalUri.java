package io.github.thermae.internal.codec;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one URI for all that are equal: {@link URI#equals} does not see the case of the scheme, the
 * host and the digits after a percent sign, nor a colon without a port.
 */
final class CanonicalUri {
  private static final Pattern ESCAPE = Pattern.compile("%\\p{XDigit}{2}");

  private CanonicalUri() {}

  static URI of(URI uri) {
    StringBuilder text = new StringBuilder();
    if (uri.getScheme() != null) {
      text.append(lower(uri.getScheme())).append(':');
    }
    if (uri.isOpaque()) {
      text.append(escaped(uri.getRawSchemeSpecificPart()));
    } else {
      appendHierarchy(text, uri);
    }
    append(text, "#", uri.getRawFragment());
    return URI.create(text.toString());
  }

  private static void appendHierarchy(StringBuilder text, URI uri) {
    if (uri.getHost() != null) {
      text.append("//");
      if (uri.getRawUserInfo() != null) {
        text.append(escaped(uri.getRawUserInfo())).append('@');
      }
      text.append(lower(uri.getHost()));
      if (uri.getPort() >= 0) {
        text.append(':').append(uri.getPort());
      }
    } else {
      append(text, "//", uri.getRawAuthority());
    }
    append(text, "", uri.getRawPath());
    append(text, "?", uri.getRawQuery());
  }

  private static void append(StringBuilder text, String mark, @Nullable String part) {
    if (part != null) {
      text.append(mark).append(escaped(part));
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String escaped(String text) {
    return ESCAPE.matcher(text).replaceAll(escape -> escape.group().toUpperCase(Locale.ROOT));
  }
}
