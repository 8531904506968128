package io.github.thermae.tck;

import org.junit.runner.RunWith;

/** The kit's annotation tests with beans made by Guice. */
@RunWith(HostedAnnotationTests.class)
@InContainer(HostedBeans.Host.GUICE)
public final class GuiceAnnotationsTest {}
