package io.github.thermae.samples.jobs;

import io.github.thermae.samples.support.KilledProcess;
import io.github.thermae.samples.support.Out;
import io.github.thermae.samples.support.Stores;
import java.io.IOException;
import java.nio.file.Path;

/** Workers are killed in the middle of a thousand jobs; others finish them. */
public final class JobsSample {
  private JobsSample() {}

  /** The arguments are a folder for the store and, optionally, how many jobs there are. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path file = Stores.fresh(args[0], "jobs.db");
    int jobs = args.length > 1 ? Integer.parseInt(args[1]) : 3_000;

    Out.line("Thermae: a queue of jobs, with priorities, three attempts each, and four workers");
    Out.line("   every 50th job fails at first, every 100th always");
    Out.line("");
    Out.line("1. The first process.");
    long killed =
        KilledProcess.runAndKill(
            JobsRun.class, file.toString(), Integer.toString(jobs), Integer.toString(jobs / 2));
    Out.line("");
    Out.line("2. kill -9 %d", killed);
    Out.line("");
    Out.line("3. The next process. What the dead workers had is done again by others.");
    KilledProcess.runAndKill(JobsRun.class, file.toString(), "0", "0");
  }
}
