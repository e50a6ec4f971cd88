package cloud.magento.accounts.link.mail;

import java.time.Duration;
import java.util.stream.IntStream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The limit of notices that a user gets within 24 hours, on all nodes together. */
final class NoticeLimit {

    private static final int MAX_NOTICES = 5;
    private static final Duration PERIOD = Duration.ofDays(1);

    private NoticeLimit() {}

    /**
     * Uses up one of the notices; false if none is left. Each notice has a key of its own, so the nodes need no common
     * counter. The transaction is one of its own, too: a mail server that does not respond must not hold the key.
     */
    static boolean takeOne(KeycloakSession session, String userId) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                null,
                newSession -> {
                    SingleUseObjectProvider store = newSession.singleUseObjects();
                    return IntStream.range(0, MAX_NOTICES)
                            .anyMatch(number -> store.putIfAbsent(
                                    "magento-link.notice." + number + "." + userId, PERIOD.toSeconds()));
                },
                "limit of notices");
    }
}
