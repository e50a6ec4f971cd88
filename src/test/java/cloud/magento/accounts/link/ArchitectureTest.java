package cloud.magento.accounts.link;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;

/**
 * Checks what CONTRIBUTING.md says of packages: the direction of imports, their size, and who uses which part of
 * Keycloak.
 */
@DisplayName("The packages")
@AnalyzeClasses(packages = "cloud.magento.accounts.link", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String BASE = "cloud.magento.accounts.link.";

    private static final Path SOURCES = Path.of("src/main/java", BASE.split("\\."));

    /** From the lowest to the highest: a package uses only packages before it. */
    private static final List<String> ORDER = List.of(
            "policy",
            "config",
            "realm",
            "support",
            "metrics",
            "user",
            "session",
            "idp",
            "link",
            "token",
            "view",
            "mail",
            "login",
            "report",
            "cluster",
            "check",
            "change",
            "reminder",
            "watch",
            "admin",
            "page",
            "action",
            "authenticator",
            "listener");

    @ArchTest
    static void useOnlyPackagesBelowThem(JavaClasses classes) {
        LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String name : ORDER) {
            layers = layers.layer(name).definedBy(BASE + name);
        }
        for (int i = 0; i < ORDER.size(); i++) {
            List<String> above = ORDER.subList(i + 1, ORDER.size());
            layers = above.isEmpty()
                    ? layers.whereLayer(ORDER.get(i)).mayNotBeAccessedByAnyLayer()
                    : layers.whereLayer(ORDER.get(i)).mayOnlyBeAccessedByLayers(above.toArray(String[]::new));
        }
        layers.check(classes);
    }

    @ArchTest
    static void areAllInThatOrder(JavaClasses classes) {
        assertThat(classes.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        ORDER.stream().map(BASE::concat).toList());
    }

    @ArchTest
    static final ArchRule haveNoCycles =
            slices().matching(BASE + "(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule entryPointsDoNotUseEachOther = slices().matching(
                    BASE + "(action|admin|authenticator|token|mail)")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    resideInAnyPackage("..link.action", "..link.admin", "..link.authenticator"),
                    resideInAnyPackage("..link.token"));

    @ArchTest
    static final ArchRule policyIsPureJava = classes()
            .that()
            .resideInAPackage("..link.policy")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "cloud.magento.accounts.link.policy");

    /** Imports, and not dependencies of classes: the compiler replaces a constant by its value. */
    @ArchTest
    static void onlyIdpImportsKeycloaksBrokering(JavaClasses classes) throws IOException {
        assertThat(filesThatImport("org.keycloak.broker.", "org.keycloak.authentication.authenticators.broker."))
                .filteredOn(file -> !file.startsWith("idp"))
                .containsExactly(Path.of("session", "LinkingStart.java"));
    }

    @ArchTest
    static void onlySomeImportKeycloaksServices(JavaClasses classes) throws IOException {
        assertThat(filesThatImport("org.keycloak.services."))
                .isNotEmpty()
                .allMatch(file -> List.of("session", "idp", "link", "token", "login", "change", "admin", "page")
                        .contains(file.getName(0).toString()));
    }

    @ArchTest
    static final ArchRule onlyTheReportsAndTheLockUseTheDatabase = noClasses()
            .that()
            .resideOutsideOfPackage("..link.report")
            .and()
            .doNotHaveFullyQualifiedName(BASE + "link.LinkLock")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "jakarta.persistence..",
                            "java.sql..",
                            "org.hibernate..",
                            "org.keycloak.models.jpa..",
                            "org.keycloak.connections.jpa..")
                    .and(not(equivalentTo(PersistenceException.class))));

    @ArchTest
    static final ArchRule onlyMetricsUsesTheRegistry = noClasses()
            .that()
            .resideOutsideOfPackage("..link.metrics")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..");

    @ArchTest
    static final ArchRule onlyClusterUsesInfinispan = noClasses()
            .that()
            .resideOutsideOfPackage("..link.cluster")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.infinispan..", "org.keycloak.connections.infinispan..");

    @ArchTest
    static final ArchRule classesAreFinal = classes()
            .that()
            .areTopLevelClasses()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .should()
            .haveModifier(JavaModifier.FINAL);

    /** Methods and constructors. The constructor of a record names its components, however many there are. */
    @ArchTest
    static void takeAtMostFourArguments(JavaClasses classes) {
        assertThat(classes.stream()
                        .flatMap(type -> type.getCodeUnits().stream())
                        .filter(unit -> !unit.getModifiers().contains(JavaModifier.SYNTHETIC))
                        .filter(unit ->
                                !(unit.isConstructor() && unit.getOwner().isRecord()))
                        .filter(unit -> unit.getRawParameterTypes().size() > 4)
                        .map(JavaCodeUnit::getFullName))
                .isEmpty();
    }

    /** A method reference such as {@code UserModel::getId} names the interface that declares the method. */
    @ArchTest
    static final ArchRule namesNoTypeThatTheOldestKeycloakLacks =
            noClasses().should().dependOnClassesThat().haveFullyQualifiedName("org.keycloak.models.Model");

    @ArchTest
    static final ArchRule noInstantiationByReflection = noClasses()
            .should()
            .callMethod(Class.class, "forName", String.class)
            .because("Keycloak finds what it needs through META-INF/services");

    @ArchTest
    static void holdAtMostAQuarterOfTheCode(JavaClasses classes) throws IOException {
        Map<String, Long> lines = new TreeMap<>();
        for (String name : ORDER) {
            lines.put(name, linesIn(SOURCES.resolve(name)));
        }
        long all = lines.values().stream().mapToLong(Long::longValue).sum();

        assertThat(lines).allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(all / 4));
    }

    @ArchTest
    static void sayWhatTheyAreFor(JavaClasses classes) {
        assertThat(ORDER)
                .allSatisfy(name -> assertThat(SOURCES.resolve(name).resolve("package-info.java"))
                        .exists());
    }

    private static List<Path> filesThatImport(String... prefixes) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> importsAny(file, prefixes))
                    .map(SOURCES::relativize)
                    .toList();
        }
    }

    private static boolean importsAny(Path file, String... prefixes) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.anyMatch(
                    line -> Stream.of(prefixes).anyMatch(prefix -> line.matches("import (static )?" + prefix + ".*")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long linesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toList()).stream()
                    .mapToLong(ArchitectureTest::lines)
                    .sum();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
