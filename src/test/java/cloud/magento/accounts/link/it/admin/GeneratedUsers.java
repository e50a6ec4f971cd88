package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Decision.Nothing;
import cloud.magento.accounts.link.policy.Decision.Reason;
import cloud.magento.accounts.link.policy.LinkPolicy;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.policy.UserFacts;
import cloud.magento.accounts.link.policy.Wave;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.FederatedIdentityRepresentation;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.PartialImportRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Users in every kind of state, drawn at random, and what the policy decides about each of them. */
final class GeneratedUsers implements AutoCloseable {

    static final int GRACE_DAYS = 3;

    private static final List<String> INSTANTS = List.of(
            "2020-01-01T00:00:00Z",
            "2999-01-01T00:00:00Z",
            "2020-02-29T00:00:00Z",
            "2996-02-29T00:00:00Z",
            "2020-01-01T00:00:00.5Z",
            "2999-01-01T00:00:00.000001Z",
            "2999-01-01T00:00:00+09:00",
            "2020-01-01t00:00:00z",
            "2020-12-31T24:00:00Z",
            "2016-12-31T23:59:60Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z");

    private static final List<String> NO_INSTANTS = List.of(
            "soon",
            "2020-01-01",
            "2020-01-01T00:00Z",
            "2020-02-30T00:00:00Z",
            "2999-02-30T00:00:00Z",
            "2999-13-01T00:00:00Z",
            "2020-01-01T25:00:00Z",
            "2999-01-01T00:00:61Z",
            "2020-01-01 00:00:00Z",
            "abcd-ef-ghTij:kl:mnZ",
            "1abc-01-01T00:00:00Z",
            "+12020-01-01T00:00:00Z",
            "-0001-01-01T00:00:00Z",
            " 2020-01-01T00:00:00Z",
            "'; --",
            "9".repeat(300));

    private final RealmResource realm = Site.cloud();
    private final String name = "g" + UUID.randomUUID().toString().substring(0, 8);
    private final Random random;
    private final Map<String, Generated> byName = new LinkedHashMap<>();
    private final List<String> groups = new ArrayList<>();

    /** What was drawn for one user. */
    record Generated(
            boolean enabled,
            boolean linked,
            Optional<String> exemptBy,
            List<String> groups,
            Map<String, String> attributes,
            String id) {

        private Generated withId(String newId) {
            return new Generated(enabled, linked, exemptBy, groups, attributes, newId);
        }

        /** The wave of the user, by the policy. */
        Optional<Wave> wave(LinkSettings settings) {
            return settings.stages()
                    .waveOf(
                            id,
                            path -> groups.stream()
                                    .anyMatch(group -> group.equals(path) || group.startsWith(path + "/")));
        }
    }

    GeneratedUsers(long seed, int count) {
        random = new Random(seed);
        addRolesAndGroups();
        List<UserRepresentation> all = Stream.generate(this::user).limit(count).toList();
        PartialImportRepresentation file = new PartialImportRepresentation();
        file.setIfResourceExists("FAIL");
        file.setUsers(all);
        try (Response response = realm.partialImport(file)) {
            assertThat(response.getStatus()).isEqualTo(200);
        }
        realm.users()
                .search(name, 0, count)
                .forEach(user ->
                        byName.computeIfPresent(user.getUsername(), (key, drawn) -> drawn.withId(user.getId())));
        assertThat(byName.values()).hasSize(count).noneMatch(user -> user.id().isEmpty());
    }

    /** A part of each of their user names, and of no other. */
    String search() {
        return name;
    }

    /** The group whose members are exempt, besides the role {@code magento-link-exempt}. */
    String exemptGroup() {
        return "/" + name + "-partners";
    }

    /** A group whose members are not exempt. */
    String waveGroup() {
        return "/" + name + "-wave";
    }

    Map<String, Generated> byName() {
        return byName;
    }

    /** The state of a user, by the policy. */
    static String state(Generated user, LinkSettings settings, Instant now) {
        if (!user.enabled()) {
            return "disabled";
        }
        if (user.linked()) {
            return "connected";
        }
        if (exemptBy(user, now).isPresent()) {
            return "exempt";
        }
        if (settings.mode() == Mode.OFF) {
            return "pending";
        }
        UserFacts facts = new UserFacts(
                false,
                false,
                instant(user, "magentoLinkFirstAsked"),
                instant(user, "magentoLinkSnoozedUntil"),
                0,
                instant(user, "magentoLinkDeadline"),
                false);
        Decision decision = new LinkPolicy(Mode.ON, settings.schedule(), settings.snooze(), settings.stages())
                .decide(user.wave(settings).map(facts::inWave).orElse(facts), now);
        if (decision instanceof Enforce) {
            return "overdue";
        }
        return decision instanceof Nothing nothing && nothing.reason() == Reason.SNOOZED ? "snoozed" : "pending";
    }

    /** Why a user is exempt. */
    static Optional<String> exemptBy(Generated user, Instant now) {
        return user.exemptBy()
                .or(() -> instant(user, "magentoLinkExemptUntil")
                        .filter(now::isBefore)
                        .map(until -> "until"));
    }

    private static Optional<Instant> instant(Generated user, String attribute) {
        String text = user.attributes().getOrDefault(attribute, "");
        if (text.startsWith("+") || text.startsWith("-")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private UserRepresentation user() {
        UserRepresentation user = new UserRepresentation();
        user.setUsername(name + "-" + byName.size());
        user.setEmail(user.getUsername() + "@example.com");
        user.setEnabled(random.nextInt(8) > 0);
        Map<String, String> attributes = attributes();
        attributes.forEach(user::singleAttribute);
        boolean linked = random.nextInt(5) == 0;
        if (linked) {
            FederatedIdentityRepresentation link = new FederatedIdentityRepresentation();
            link.setIdentityProvider(CloudUsers.ALIAS);
            link.setUserId("upstream-of-" + user.getUsername());
            link.setUserName(user.getUsername());
            user.setFederatedIdentities(List.of(link));
        }
        Optional<String> exemptBy = exempt(user);
        byName.put(
                user.getUsername(),
                new Generated(user.isEnabled(), linked, exemptBy, user.getGroups(), attributes, ""));
        return user;
    }

    private Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (random.nextInt(3) == 0) {
            attributes.put("magentoLinkDeadline", text());
        }
        if (random.nextBoolean()) {
            Instant grace = Instant.now().minus(GRACE_DAYS, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
            attributes.put(
                    "magentoLinkFirstAsked",
                    random.nextBoolean()
                            ? text()
                            : grace.plus(random.nextInt(12) * 2L - 11, ChronoUnit.HOURS)
                                    .toString());
        }
        if (random.nextBoolean()) {
            attributes.put("magentoLinkSnoozedUntil", text());
        }
        if (random.nextInt(4) == 0) {
            attributes.put("magentoLinkExemptUntil", text());
        }
        return attributes;
    }

    private String text() {
        return random.nextInt(3) == 0 ? drawn(NO_INSTANTS) : drawn(INSTANTS);
    }

    private <T> T drawn(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private Optional<String> exempt(UserRepresentation user) {
        user.setGroups(drawn(List.of(
                List.of(),
                List.of(waveGroup()),
                List.of(waveGroup() + "/below"),
                List.of("/" + name + "-other", waveGroup() + "/below"),
                List.of("/" + name + "-other"))));
        switch (random.nextInt(12)) {
            case 0 -> user.setRealmRoles(List.of("magento-link-exempt"));
            case 1 -> user.setRealmRoles(List.of(name + "-outer"));
            case 2 -> user.setGroups(List.of("/" + name + "-staff/below"));
            case 3 -> {
                user.setGroups(List.of(exemptGroup() + "/below"));
                return Optional.of("group");
            }
            default -> {
                user.setRealmRoles(List.of(name + "-other"));
                return Optional.empty();
            }
        }
        return Optional.of("role");
    }

    private void addRolesAndGroups() {
        for (String role : List.of("-other", "-inner", "-outer")) {
            realm.roles().create(new RoleRepresentation(name + role, "", false));
        }
        realm.roles().get(name + "-inner").addComposites(List.of(role("magento-link-exempt")));
        realm.roles().get(name + "-outer").addComposites(List.of(role(name + "-inner")));
        String staff = group(name + "-staff");
        realm.groups().group(staff).roles().realmLevel().add(List.of(role(name + "-inner")));
        group(name + "-partners");
        group(name + "-wave");
        group(name + "-other");
    }

    private RoleRepresentation role(String role) {
        return realm.roles().get(role).toRepresentation();
    }

    /** With a subgroup "below". */
    private String group(String groupName) {
        GroupRepresentation group = new GroupRepresentation();
        group.setName(groupName);
        GroupRepresentation below = new GroupRepresentation();
        below.setName("below");
        try (Response response = realm.groups().add(group)) {
            String id = CreatedResponseUtil.getCreatedId(response);
            groups.add(id);
            realm.groups().group(id).subGroup(below).close();
            return id;
        }
    }

    @Override
    public void close() {
        byName.values().forEach(user -> realm.users().get(user.id()).remove());
        groups.forEach(id -> realm.groups().group(id).remove());
        List.of("-outer", "-inner", "-other")
                .forEach(role -> realm.roles().get(name + role).remove());
    }
}
