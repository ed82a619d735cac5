package dev.heddle.support;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All threads of this JVM, virtual ones included. The JDK knows them (given {@code
 * -Djdk.trackAllThreads=true}) and shows them to nobody but its thread dump, which takes a snapshot
 * of each thread's stack: that has ended a JVM of version 25.0.3 by SIGSEGV, at a virtual thread
 * that was just ending. So they are taken from where the dump takes them, for which the JVM needs
 * {@code --add-exports java.base/jdk.internal.vm=ALL-UNNAMED}.
 */
final class LiveThreads {

  private static final Class<?> CONTAINERS = internal("jdk.internal.vm.ThreadContainers");
  private static final Class<?> CONTAINER = internal("jdk.internal.vm.ThreadContainer");
  private static final Method ROOT = method(CONTAINERS, "root");
  private static final Method CHILDREN = method(CONTAINER, "children");
  private static final Method THREADS = method(CONTAINER, "threads");

  /** Those that live now; some may have ended when the list is looked at. */
  static List<Thread> list() {
    List<Thread> found = new ArrayList<>();
    collect(call(ROOT, null), found);
    return found;
  }

  private static void collect(Object container, List<Thread> found) {
    ((Stream<?>) call(THREADS, container)).forEach(each -> found.add((Thread) each));
    ((Stream<?>) call(CHILDREN, container)).forEach(each -> collect(each, found));
  }

  private static Class<?> internal(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("this JDK keeps its threads elsewhere", e);
    }
  }

  private static Method method(Class<?> owner, String name) {
    try {
      return owner.getMethod(name);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("this JDK keeps its threads elsewhere", e);
    }
  }

  private static Object call(Method method, Object target) {
    try {
      return method.invoke(target);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "run this JVM with --add-exports java.base/jdk.internal.vm=ALL-UNNAMED", e);
    }
  }

  private LiveThreads() {}
}
