package dev.heddle.drivers;

import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs each test in a virtual thread, where a carrier that is pinned shows. For
 * {@code @ExtendWith}.
 */
public final class VirtualThreads implements InvocationInterceptor {

  @Override
  public void interceptTestMethod(
      Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
      throws Throwable {
    run(test);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
      throws Throwable {
    run(test);
  }

  private static void run(Invocation<Void> test) throws Throwable {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        Thread.ofVirtual()
            .name("driver-test")
            .start(
                () -> {
                  try {
                    test.proceed();
                  } catch (Throwable e) {
                    thrown.set(e);
                  }
                });
    try {
      thread.join();
    } catch (InterruptedException e) {
      thread.interrupt(); // the test's time is up
      throw e;
    }
    if (thrown.get() != null) {
      throw thrown.get();
    }
  }
}
