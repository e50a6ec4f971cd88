package cloud.magento.accounts.link.mail;

import java.time.Duration;
import java.util.stream.IntStream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.utils.KeycloakModelUtils;

/** How many notices of changes a user gets within 24 hours, on all nodes together. */
final class NoticeLimit {

    private static final int MOST = 5;
    private static final Duration WITHIN = Duration.ofDays(1);

    private NoticeLimit() {}

    /**
     * Uses up one of the notices; false if none is left. Each is a key of its own, so that nodes need not count
     * together. The transaction is one of its own: a mail server that hangs must not hold the key.
     */
    static boolean takeOne(KeycloakSession session, String userId) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                null,
                aside -> {
                    SingleUseObjectProvider store = aside.singleUseObjects();
                    return IntStream.range(0, MOST)
                            .anyMatch(number -> store.putIfAbsent(
                                    "magento-link.notice." + number + "." + userId, WITHIN.toSeconds()));
                },
                "limit of notices");
    }
}
