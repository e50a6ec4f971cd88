package cloud.magento.accounts.link;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.PersistenceException;
import org.junit.jupiter.api.DisplayName;

/** Keeps the house in shape: imports run one way, and Keycloak's internals are known in one place. */
@DisplayName("The packages")
@AnalyzeClasses(packages = "cloud.magento.accounts.link", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule haveNoCycles =
            slices().matching("cloud.magento.accounts.link.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule policyIsPureJava = classes()
            .that()
            .resideInAPackage("..link.policy..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "cloud.magento.accounts.link.policy..");

    @ArchTest
    static final ArchRule settingsLookDownOnly = noClasses()
            .that()
            .resideInAPackage("..link.settings..")
            .should()
            .dependOnClassesThat(resideInAPackage("cloud.magento.accounts.link..")
                    .and(resideOutsideOfPackages("..link.settings..", "..link.policy..")));

    @ArchTest
    static final ArchRule brokerDoesNotKnowWhoUsesIt = noClasses()
            .that()
            .resideInAPackage("..link.broker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..link.action..",
                    "..link.authenticator..",
                    "..link.clientpolicy..",
                    "..link.notice..",
                    "..link.page..");

    @ArchTest
    static final ArchRule entryPointsDoNotKnowEachOther = slices().matching(
                    "cloud.magento.accounts.link.(action|authenticator|clientpolicy)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule onlyTheBrokerKnowsBrokeringInternals = noClasses()
            .that()
            .resideOutsideOfPackage("..link.broker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.keycloak.services.resources", "org.keycloak.authentication.authenticators.broker..");

    @ArchTest
    static final ArchRule onlyTheLockTalksToTheDatabase = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("cloud.magento.accounts.link.broker.LinkLock")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "jakarta.persistence..",
                            "java.sql..",
                            "org.hibernate..",
                            "org.keycloak.models.jpa..",
                            "org.keycloak.connections.jpa..")
                    .and(not(equivalentTo(PersistenceException.class))));

    @ArchTest
    static final ArchRule noInstantiationByReflection = noClasses()
            .should()
            .callMethod(Class.class, "forName", String.class)
            .because("Keycloak finds what it needs through META-INF/services");
}
