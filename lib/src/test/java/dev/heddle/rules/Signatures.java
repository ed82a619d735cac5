package dev.heddle.rules;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A class seen from outside its package, as lines of text. */
final class Signatures {

  private Signatures() {}

  /** Whether code of another package can name the type. */
  static boolean isVisible(Class<?> type) {
    boolean visible =
        Modifier.isPublic(type.getModifiers()) || Modifier.isProtected(type.getModifiers());
    Class<?> outer = type.getEnclosingClass();
    return visible
        && !type.isAnonymousClass()
        && !type.isLocalClass()
        && (outer == null || isVisible(outer));
  }

  static List<String> of(Class<?> type) {
    List<String> lines = new ArrayList<>();
    lines.add(type.getName() + ", " + header(type));
    Stream.concat(
            Stream.<AccessibleObject[]>of(type.getDeclaredFields(), type.getDeclaredConstructors()),
            withHiddenParents(type).map(Class::getDeclaredMethods))
        .<AccessibleObject>flatMap(Arrays::stream)
        .filter(member -> isShown((Member) member))
        .map(member -> type.getName() + ": " + text(member))
        .sorted()
        .forEach(lines::add);
    return lines;
  }

  /** The type, and those above it that only show through it. */
  private static Stream<Class<?>> withHiddenParents(Class<?> type) {
    return Stream.iterate(
        type,
        each -> each != null && (each == type || !isVisible(each)),
        (Class<?> each) -> each.getSuperclass());
  }

  private static boolean isShown(Member member) {
    int modifiers = member.getModifiers();
    boolean enumsOwn = // the compiler writes them
        member.getDeclaringClass().isEnum()
            && (member.getName().equals("values") || member.getName().equals("valueOf"));
    boolean bequeathed =
        Modifier.isProtected(modifiers)
            && !Modifier.isFinal(member.getDeclaringClass().getModifiers());
    return !member.isSynthetic() && !enumsOwn && (Modifier.isPublic(modifiers) || bequeathed);
  }

  private static String header(Class<?> type) {
    String above = type.getGenericSuperclass() == null ? "" : name(type.getGenericSuperclass());
    String extend = above.isEmpty() || above.equals("java.lang.Object") ? "" : " extends " + above;
    String sealed = type.isSealed() ? " permits " + names(type.getPermittedSubclasses()) : "";
    // JDK 21 leaves "sealed" out; the permitted ones say it anyhow.
    return type.toGenericString().replace(" sealed ", " ")
        + extend
        + (type.getInterfaces().length == 0
            ? ""
            : " implements " + names(type.getGenericInterfaces()))
        + sealed;
  }

  private static String text(AccessibleObject member) {
    String text =
        member instanceof Field field
            ? field.toGenericString()
            : ((Executable) member).toGenericString();
    Member named = (Member) member;
    return text.replace(
        named.getDeclaringClass().getName() + "." + named.getName(), named.getName());
  }

  private static String names(Type[] types) {
    return Arrays.stream(types).map(Signatures::name).sorted().collect(Collectors.joining(", "));
  }

  private static String name(Type type) {
    return type.getTypeName();
  }
}
