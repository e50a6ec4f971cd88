package cloud.magento.accounts.link.it.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Skips a test, or a class of tests, if the Keycloak under test is older than this version, such as {@code 26.6}. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SinceKeycloakCondition.class)
public @interface SinceKeycloak {

    /** The first version that has what the test is about. */
    String value();

    /** What older versions lack. */
    String because();
}
