package io.github.thermae.hibernate.internal.restore;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the URL of a database says of which one it is. */
final class DatabaseUrl {
  /** Databases that are gone when the process that has them is. */
  private static final Pattern IN_MEMORY =
      Pattern.compile(
          "jdbc:(h2|hsqldb):(.*[:/])?(mem|(nio)?mem(fs|lzf)):.*"
              + "|jdbc:(h2|hsqldb):[.]([;?].*)?"
              + "|jdbc:derby:(.*/)?memory:.*"
              + "|jdbc:sqlite:(.*:memory:.*|file:.*[?&]mode=memory.*|([?].*)?)");

  /** Those that lie in files of the client, by a path that does not say where it begins. */
  private static final Pattern RELATIVE =
      Pattern.compile(
          "jdbc:(h2|hsqldb|derby|sqlite):(file:|nio:|nioMapped:|async:|directory:)*"
              + "(?!file:|nio:|nioMapped:|async:|directory:)"
              + "(?!(tcp|ssl|hsqls?|https?|res|zip|classpath|jar|mem):)"
              + "(?![/\\\\~]|[A-Za-z]:[/\\\\]).*",
          Pattern.CASE_INSENSITIVE);

  /** Parameters that say where the database is. */
  private static final Pattern NAMING =
      Pattern.compile(
          "[;?&](serverName|server|instanceName|portNumber|port|databaseName|database|service"
              + "|TNS_ADMIN)=[^;&]*",
          Pattern.CASE_INSENSITIVE);

  private DatabaseUrl() {}

  static boolean isInMemory(String url) {
    return IN_MEMORY.matcher(url.toLowerCase(Locale.ROOT)).matches();
  }

  /**
   * The name of the database: without parameters that are not part of it, without a user and a
   * password, and with the folder that a relative path begins in.
   */
  static String name(String url, Path folder) {
    String name = url.replaceAll("[?;].*", "").replaceAll("([^/:@]+[:/])?[^/:@]*@", "@");
    name += NAMING.matcher(url).results().map(MatchResult::group).collect(Collectors.joining());
    return RELATIVE.matcher(name).matches() ? name + "\nin " + folder : name;
  }
}
