package dev.heddle.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package may know which. The arrows point down, and each one is listed. */
class PackageArrowsTest {

  private static final String BASE = "dev.heddle.";

  /** Each package, and the packages of ours that it may use beside itself. */
  private static final Map<String, List<String>> ARROWS =
      Map.ofEntries(
          entry("text", List.of()),
          entry("handshake", List.of("config", "fault", "text")),
          entry("fault", List.of("text")),
          entry("config", List.of("fault", "text")),
          entry("libcrypto", List.of()),
          entry("chain", List.of("config", "fault", "libcrypto", "text")),
          entry("resume", List.of("chain", "config", "fault", "text")),
          entry(
              "engine",
              List.of("chain", "config", "fault", "handshake", "libcrypto", "resume", "text")),
          entry("bio", List.of("fault", "text")),
          entry("preamble", List.of("bio", "fault", "text")),
          entry("loop", List.of("engine", "bio", "config", "fault", "text")),
          entry("ssl", List.of("loop", "bio", "config", "fault", "text")),
          entry("dial", List.of("bio", "fault", "text")),
          entry("net", List.of("dial", "loop", "preamble", "bio", "config", "fault", "text")),
          entry("testing", List.of("net", "bio", "fault", "text")),
          entry("fanout", List.of("net", "bio", "config", "fault", "text")),
          entry(
              "jsse",
              List.of(
                  "jsse.plug", "net", "loop", "engine", "bio", "chain", "config", "fault", "text")),
          entry("jsse.plug", List.of()),
          entry("jsse.jetty", List.of("jsse")),
          entry("jsse.mariadb", List.of("jsse", "jsse.plug")),
          entry("jsse.mysql", List.of("jsse", "jsse.plug")));

  private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Tree.classes());

  static Stream<String> packages() {
    return ARROWS.keySet().stream().sorted();
  }

  @Test
  void everyPackageHasItsArrows() {
    for (JavaClass each : CLASSES) {
      String name = each.getPackageName();
      assertTrue(
          name.isEmpty() || ARROWS.containsKey(name.replaceFirst("^" + BASE, "")),
          name + " is not in the list of packages");
    }
  }

  @ParameterizedTest
  @MethodSource("packages")
  void packageUsesOnlyWhatItMay(String name) {
    String[] allowed =
        Stream.concat(Stream.of(name), ARROWS.get(name).stream())
            .map(each -> BASE + each)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(BASE + name)
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.heddle..")
                .and(DescribedPredicate.not(resideInAnyPackage(allowed))))
        .because(name + " may use " + ARROWS.get(name))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void onlyEngineChainAndPemSeeBouncyCastle() {
    noClasses()
        .that()
        .resideOutsideOfPackages(BASE + "engine", BASE + "chain")
        .and(are(DescribedPredicate.not(nameMatching("dev\\.heddle\\.config\\.Pem.*"))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bouncycastle..")
        .check(CLASSES);
  }

  @Test
  void engineDoesNoInputOrOutput() {
    noClasses()
        .that()
        .resideInAnyPackage(BASE + "engine", BASE + "chain")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..", "javax.net")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void engineHasNoThreadAndNoTimer() {
    noClasses()
        .that()
        .resideInAnyPackage(BASE + "engine", BASE + "chain")
        .should()
        .dependOnClassesThat(
            describe(
                "threads, timers and executors",
                type ->
                    type.getFullName().matches("java\\.lang\\.Thread(\\$.*|Group)?")
                        || type.getFullName().matches("java\\.util\\.Timer(Task)?")
                        || type.getPackageName().equals("java.util.concurrent")
                            && type.getSimpleName().matches(".*(Execut|Future|Fork).*")))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  /** It is handed a lock; and it is told the time. */
  @Test
  void engineMakesNoLockAndAsksNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(BASE + "engine", BASE + "chain")
        .should()
        .accessTargetWhere(
            describe("a lock is made or a clock is asked", PackageArrowsTest::lockOrClock))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  private static boolean lockOrClock(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getFullName();
    String name = access.getTarget().getName();
    return owner.startsWith("java.util.concurrent.locks.") && name.equals("<init>")
        || owner.equals("java.lang.System") && name.matches("nanoTime|currentTimeMillis")
        || owner.startsWith("java.time.") && name.matches("now|system.*");
  }
}
