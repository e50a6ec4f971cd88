package cloud.magento.accounts.link.browser;

import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Users in the middle of a rollout, with the same numbers in every picture. */
final class RolloutUsers implements AutoCloseable {

    private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");

    /** How many connected on each of the last days, the last one yesterday. */
    private static final int[] BY_DAY = {1, 0, 2, 1, 3, 1, 0, 2, 4, 3, 2, 5, 1, 2, 3, 4, 2, 3, 2, 3};

    private static final int OPEN = 24;

    private final CloudUsers users;
    private final List<CloudUser> created = new ArrayList<>();
    private final LocalDate today = LocalDate.now(ZONE);

    RolloutUsers(CloudUsers users) {
        this.users = users;
        for (int day = 0; day < BY_DAY.length; day++) {
            for (int i = 0; i < BY_DAY[day]; i++) {
                CloudUser user = create();
                users.link(user, user.magento());
                users.attribute(user, "magentoLinkSince", noon(today.minusDays((long) BY_DAY.length - day)));
            }
        }
        for (int i = 0; i < OPEN; i++) {
            CloudUser user = create();
            if (i % 3 == 0) {
                users.attribute(user, "magentoLinkFirstAsked", noon(today.minusDays(i % 5 + 2L)));
            }
            if (i % 6 == 0) {
                users.attribute(user, "magentoLinkSnoozedUntil", noon(today.plusDays(2)));
            }
            if (i % 8 == 1) {
                users.attribute(user, "magentoLinkDeadline", noon(today.minusDays(1)));
            }
            if (i % 8 == 2) {
                users.grant(user, "magento-link-exempt");
            }
        }
    }

    /** The cutoff is in ten days, and users are prompted. */
    Map<String, String> schedule() {
        return Map.of(
                "cutoff", today.plusDays(10).toString(),
                "remindFrom", today.minusDays(20).toString());
    }

    /** An admin who reads this language. */
    CloudUser admin(String language) {
        CloudUser admin = users.unlinked(user -> {
            user.setUsername("admin-" + language);
            user.singleAttribute("locale", language);
        });
        created.add(admin);
        users.grant(admin, "magento-link-exempt");
        users.grant(admin, "realm-management", "view-users");
        users.grant(admin, "realm-management", "view-realm");
        return admin;
    }

    private CloudUser create() {
        String name = "user-%02d".formatted(created.size() + 1);
        CloudUser user = users.unlinked(changed -> {
            changed.setUsername(name);
            changed.setEmail(name + "@example.com");
        });
        created.add(user);
        return user;
    }

    private static String noon(LocalDate day) {
        return day.atTime(12, 0).atZone(ZONE).toInstant().toString();
    }

    @Override
    public void close() {
        created.forEach(user -> users.resource(user).remove());
    }
}
