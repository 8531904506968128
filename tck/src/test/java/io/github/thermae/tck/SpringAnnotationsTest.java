package io.github.thermae.tck;

import org.junit.runner.RunWith;

/** The kit's annotation tests with beans made by Spring. */
@RunWith(HostedAnnotationTests.class)
@InContainer(HostedBeans.Host.SPRING)
public final class SpringAnnotationsTest {}
