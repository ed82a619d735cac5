package dev.heddle.libcrypto;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The functions of a library of the system, by {@code java.lang.foreign}. That is part of Java from
 * 22 on, and this is compiled for 21, so it is reached by reflection, once for each function; the
 * handles that come of it are as fast as any.
 *
 * <p>A pointer is a {@code long} here, which is passed alike on the processors that {@link #open}
 * allows.
 */
final class NativeFunctions {

  private static final List<String> PROCESSORS = List.of("amd64", "aarch64");

  private final Object linker;
  private final Object library;

  private NativeFunctions(Object linker, Object library) {
    this.linker = linker;
    this.library = library;
  }

  /**
   * Loads a library for good.
   *
   * @param name as the system's loader finds it, such as {@code libcrypto.so.3}
   * @return empty if it is not there, or if this JVM or its user does not let us: without {@code
   *     --enable-native-access} for our module the JDK would warn on the standard error
   */
  static Optional<NativeFunctions> open(String name) {
    try {
      if (!isAllowed()) {
        return Optional.empty();
      }
      Object forever = type("Arena").getMethod("global").invoke(null);
      Object library =
          type("SymbolLookup")
              .getMethod("libraryLookup", String.class, type("Arena"))
              .invoke(null, name, forever);
      Object linker = type("Linker").getMethod("nativeLinker").invoke(null);
      return Optional.of(new NativeFunctions(linker, library));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  private static boolean isAllowed() throws ReflectiveOperationException {
    return Runtime.version().feature() >= 22
        && System.getProperty("os.name").equals("Linux")
        && PROCESSORS.contains(System.getProperty("os.arch"))
        && (boolean)
            Module.class
                .getMethod("isNativeAccessEnabled")
                .invoke(NativeFunctions.class.getModule());
  }

  /**
   * A function.
   *
   * @param result {@code void.class}, {@code int.class} or {@code long.class}
   * @param parameters of {@code int} and {@code long}
   * @throws ReflectiveOperationException if the library has none of this name
   */
  MethodHandle find(String name, Class<?> result, Class<?>... parameters)
      throws ReflectiveOperationException {
    Optional<?> symbol =
        (Optional<?>) type("SymbolLookup").getMethod("find", String.class).invoke(library, name);
    if (symbol.isEmpty()) {
      throw new NoSuchMethodException(name);
    }
    Class<?> options = type("Linker$Option").arrayType();
    return (MethodHandle)
        type("Linker")
            .getMethod("downcallHandle", type("MemorySegment"), type("FunctionDescriptor"), options)
            .invoke(
                linker,
                symbol.get(),
                descriptor(result, parameters),
                Array.newInstance(options.componentType(), 0));
  }

  private static Object descriptor(Class<?> result, Class<?>... parameters)
      throws ReflectiveOperationException {
    Class<?> layout = type("MemoryLayout");
    Object layouts = Array.newInstance(layout, parameters.length);
    for (int i = 0; i < parameters.length; i++) {
      Array.set(layouts, i, layout(parameters[i]));
    }
    Class<?> descriptor = type("FunctionDescriptor");
    return result == void.class
        ? descriptor.getMethod("ofVoid", layouts.getClass()).invoke(null, layouts)
        : descriptor
            .getMethod("of", layout, layouts.getClass())
            .invoke(null, layout(result), layouts);
  }

  private static Object layout(Class<?> type) throws ReflectiveOperationException {
    return type("ValueLayout").getField(type == int.class ? "JAVA_INT" : "JAVA_LONG").get(null);
  }

  /** Where a direct buffer lies; valid as long as the buffer is reachable. */
  static long address(ByteBuffer direct) throws ReflectiveOperationException {
    Class<?> segment = type("MemorySegment");
    Object whole = segment.getMethod("ofBuffer", Buffer.class).invoke(null, direct);
    return (long) segment.getMethod("address").invoke(whole);
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName("java.lang.foreign." + name);
  }
}
