package io.github.thermae.samples.sessions;

import io.github.thermae.samples.support.KilledProcess;
import io.github.thermae.samples.support.Out;
import io.github.thermae.samples.support.Stores;
import java.io.IOException;
import java.nio.file.Path;

/** A web application with three visitors is killed; its successor still knows who is there. */
public final class SessionsSample {
  private SessionsSample() {}

  /** The arguments are a folder for the store and, optionally, the idle time in seconds. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path file = Stores.fresh(args[0], "sessions.db");
    String idleSeconds = args.length > 1 ? args[1] : "4";

    Out.line("Thermae: web sessions that end after %s s without a visit", idleSeconds);
    Out.line("");
    Out.line("1. Three visitors log in. Bob then goes away, the others stay.");
    long killed =
        KilledProcess.runAndKill(SessionsServer.class, file.toString(), idleSeconds, "log in");
    Out.line("");
    Out.line("2. kill -9 %d   (no close, no shutdown hook, no list of sessions saved)", killed);
    Out.line("");
    Out.line("3. The next process, the same cookies.");
    KilledProcess.runAndKill(SessionsServer.class, file.toString(), idleSeconds, "go on");
  }
}
