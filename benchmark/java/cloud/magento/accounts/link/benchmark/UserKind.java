package cloud.magento.accounts.link.benchmark;

import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import jakarta.ws.rs.core.Response;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.GroupRepresentation;

/** Whom a login concerns: users whom the extension leaves alone, each for another reason. */
enum UserKind {
    CONNECTED("connected", Form.SHORT),
    EXEMPT_BY_ROLE("exempt by role", Form.SHORT),
    EXEMPT_BY_INHERITED_ROLE("exempt by a role of a group", Form.FULL),
    EXEMPT_BY_GROUP("exempt by group", Form.FULL),
    EXEMPT_BY_CLIENT("exempt by client", Form.FULL),
    WAVE_BY_SHARE("in a wave by share", Form.FULL),
    WAVE_BY_GROUP("in a wave by group", Form.FULL),
    BEFORE_REMINDERS("before remindFrom", Form.SHORT),
    SNOOZED("snoozed", Form.STANDARD),
    REPORT("in report", Form.STANDARD),
    REHEARSAL("connected, in a rehearsal", Form.FULL);

    private static final String FAR = "2999-01-01";

    /** Of a wave, too: without a date of its own it has the general one. */
    private static final String FAR_REMINDERS = "2998-01-01";

    private static final String EXEMPT_ROLE = "magento-link-exempt";

    private final String text;
    private final Form smallestForm;

    UserKind(String text, Form smallestForm) {
        this.text = text;
        this.smallestForm = smallestForm;
    }

    String text() {
        return text;
    }

    /** The smallest form in which logins of this kind are counted. */
    Form smallestForm() {
        return smallestForm;
    }

    /** All settings of a rollout that stay the same, so that each kind begins with the same. */
    private static Map<String, String> general() {
        Map<String, String> settings = new HashMap<>();
        settings.put("mode", "on");
        settings.put("cutoff", "2020-04-01");
        settings.put("remindFrom", "2020-03-01");
        settings.put("primaryLogin", "off");
        List.of("exemptGroups", "exemptClients", "waves", "rehearsals").forEach(key -> settings.put(key, ""));
        return settings;
    }

    /** The settings under which users of this kind are left alone. */
    Map<String, String> settings(String clientId) {
        Map<String, String> settings = general();
        switch (this) {
            case EXEMPT_BY_GROUP -> settings.put("exemptGroups", group());
            case EXEMPT_BY_CLIENT -> settings.put("exemptClients", clientId);
            case WAVE_BY_SHARE -> settings.put("waves", "100% " + FAR + " " + FAR_REMINDERS);
            case WAVE_BY_GROUP -> settings.put("waves", group() + " " + FAR + " " + FAR_REMINDERS);
            case BEFORE_REMINDERS -> {
                settings.put("cutoff", FAR);
                settings.put("remindFrom", FAR_REMINDERS);
            }
            case SNOOZED -> settings.put("cutoff", FAR);
            case REPORT -> settings.put("mode", "report");
            case REHEARSAL -> {
                settings.put("cutoff", FAR);
                ZonedDateTime now = ZonedDateTime.now(ZoneId.of("America/Los_Angeles"))
                        .toLocalDateTime()
                        .truncatedTo(ChronoUnit.MINUTES)
                        .atZone(ZoneId.of("America/Los_Angeles"));
                settings.put(
                        "rehearsals",
                        now.minusHours(1).toLocalDateTime() + "/"
                                + now.plusHours(12).toLocalDateTime());
            }
            default -> {
                // The general settings do.
            }
        }
        return settings;
    }

    /** Creates what the settings name. */
    void prepare(RealmResource cloud) {
        if (List.of(EXEMPT_BY_GROUP, WAVE_BY_GROUP, EXEMPT_BY_INHERITED_ROLE).contains(this)) {
            GroupRepresentation group = new GroupRepresentation();
            group.setName(group().substring(1));
            try (Response response = cloud.groups().add(group)) {
                if (this == EXEMPT_BY_INHERITED_ROLE) {
                    cloud.groups()
                            .group(CreatedResponseUtil.getCreatedId(response))
                            .roles()
                            .realmLevel()
                            .add(List.of(cloud.roles().get(EXEMPT_ROLE).toRepresentation()));
                }
            }
        }
    }

    /** Creates a user of this kind. */
    CloudUser create(CloudUsers users, RealmResource cloud) {
        return switch (this) {
            case CONNECTED, REHEARSAL -> users.linked();
            case EXEMPT_BY_ROLE -> {
                CloudUser user = users.unlinked();
                users.grant(user, EXEMPT_ROLE);
                yield user;
            }
            case EXEMPT_BY_INHERITED_ROLE, EXEMPT_BY_GROUP, WAVE_BY_GROUP -> {
                CloudUser user = users.unlinked();
                users.resource(user).joinGroup(cloud.getGroupByPath(group()).getId());
                yield user;
            }
            case SNOOZED -> {
                CloudUser user = users.unlinked();
                users.attribute(user, "magentoLinkSnoozedUntil", "2998-01-01T00:00:00Z");
                yield user;
            }
            default -> users.unlinked();
        };
    }

    private String group() {
        return "/benchmark-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
