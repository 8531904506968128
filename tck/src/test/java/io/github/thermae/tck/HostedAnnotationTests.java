package io.github.thermae.tck;

import java.util.ArrayList;
import java.util.List;
import org.junit.runner.Description;
import org.junit.runner.Runner;
import org.junit.runner.notification.RunNotifier;
import org.junit.runners.BlockJUnit4ClassRunner;
import org.junit.runners.Suite;
import org.junit.runners.model.FrameworkMethod;
import org.junit.runners.model.InitializationError;

/**
 * Runs the kit's annotation tests once more, in another container than CDI, under the name of the
 * class that carries this runner.
 */
public final class HostedAnnotationTests extends Suite {
  public HostedAnnotationTests(Class<?> suite) throws InitializationError {
    super(suite, runners(suite));
  }

  private static List<Runner> runners(Class<?> suite) throws InitializationError {
    InContainer container = suite.getAnnotation(InContainer.class);
    if (container == null) {
      throw new InitializationError(suite + " does not say its container: @InContainer");
    }
    List<Runner> runners = new ArrayList<>();
    for (String name : Kit.testsByClass().keySet()) {
      if (Kit.isAnnotationTest(name)) {
        runners.add(new HostedRunner(Kit.load(name), suite, container.value()));
      }
    }
    return runners;
  }

  private static final class HostedRunner extends BlockJUnit4ClassRunner {
    private final Class<?> suite;
    private final HostedBeans.Host host;

    HostedRunner(Class<?> kitClass, Class<?> suite, HostedBeans.Host host)
        throws InitializationError {
      super(kitClass);
      this.suite = suite;
      this.host = host;
    }

    @Override
    protected Description describeChild(FrameworkMethod method) {
      String name = getTestClass().getJavaClass().getSimpleName() + "." + method.getName();
      return Description.createTestDescription(suite, name, method.getAnnotations());
    }

    @Override
    protected void runChild(FrameworkMethod method, RunNotifier notifier) {
      HostedBeans.host(host);
      try {
        super.runChild(method, notifier);
      } finally {
        HostedBeans.host(HostedBeans.Host.CDI);
      }
    }
  }
}
