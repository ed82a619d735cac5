package dev.heddle.support;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test, or a class of tests, that leaves a thread, a socket or a record buffer behind. It
 * watches every test (see {@code META-INF/services}); what ends within some seconds after the test
 * is no leak.
 */
public final class LeakGuard
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Override
  public void beforeAll(ExtensionContext context) {
    remember(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    check(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    remember(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    check(context);
  }

  private static void remember(ExtensionContext context) {
    store(context).put(context.getUniqueId(), Baseline.now());
  }

  private static void check(ExtensionContext context) {
    Baseline before = store(context).remove(context.getUniqueId(), Baseline.class);
    List<String> left = before.leftovers(PATIENCE);
    if (!left.isEmpty()) {
      throw new AssertionError("left behind:\n" + String.join("\n", left));
    }
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(ExtensionContext.Namespace.create(LeakGuard.class));
  }
}
