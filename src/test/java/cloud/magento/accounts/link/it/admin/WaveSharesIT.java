package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.ActionSettings;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.policy.UserShare;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** The database computes the position of a user as the policy does, whatever the id is. */
@Tag("writes")
@Tag("reports")
final class WaveSharesIT {

    private static final int IDS = 300;
    private static final String CHARACTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCXYZ-_.:ä";

    private static final Map<String, Integer> SHARES = new LinkedHashMap<>();

    static {
        for (int percent = 2; percent < 100; percent += 2) {
            SHARES.put(percent + "%", percent * 100);
        }
    }

    @Test
    void areThoseOfThePolicy() {
        long seed = new Random().nextLong();
        String realm = "shares" + UUID.randomUUID().toString().substring(0, 8);
        Set<String> ids = ids(new Random(seed));
        Map<String, String> expected = new TreeMap<>();
        ids.forEach(id -> expected.put(id, share(id)));
        RealmResource created = Site.create(realm(realm, ids));
        try {
            Map<String, String> listed = new TreeMap<>();
            ask(realm, "users?max=1000")
                    .forEach(user -> listed.put(
                            user.get("id").asText(), user.path("wave").asText("*")));
            assertThat(listed).as("seed %d", seed).containsExactlyEntriesOf(expected);

            Map<String, Long> counted = new TreeMap<>();
            ask(realm, "progress")
                    .get("waves")
                    .forEach(wave -> counted.put(
                            wave.get("wave").asText(), wave.get("total").asLong()));
            counted.values().removeIf(count -> count == 0);
            assertThat(counted)
                    .as("seed %d", seed)
                    .containsExactlyEntriesOf(expected.values().stream()
                            .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting())));
        } finally {
            created.remove();
        }
    }

    private static String share(String id) {
        return SHARES.entrySet().stream()
                .filter(share -> UserShare.position(id) < share.getValue())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("*");
    }

    /**
     * Most are of the kind that Keycloak creates. An import can bring others. To some databases two ids are the same if
     * they differ in case or accents only.
     */
    private static Set<String> ids(Random random) {
        Map<String, String> ids = new LinkedHashMap<>();
        while (ids.size() < IDS) {
            String id = ids.size() % 3 > 0
                    ? new UUID(random.nextLong(), random.nextLong()).toString()
                    : text(random, 1 + random.nextInt(12));
            ids.putIfAbsent(id.toLowerCase(Locale.ROOT).replace('ä', 'a'), id);
        }
        return new LinkedHashSet<>(ids.values());
    }

    private static String text(Random random, int length) {
        return random.ints(length, 0, CHARACTERS.length())
                .mapToObj(index -> CHARACTERS.substring(index, index + 1))
                .collect(Collectors.joining());
    }

    private static RealmRepresentation realm(String name, Set<String> ids) {
        List<UserRepresentation> users = new ArrayList<>();
        for (String id : ids) {
            UserRepresentation user = new UserRepresentation();
            user.setId(id);
            user.setUsername("user" + users.size());
            user.setEnabled(true);
            users.add(user);
        }
        RequiredActionProviderRepresentation action = new RequiredActionProviderRepresentation();
        action.setAlias(ActionSettings.ACTION);
        action.setProviderId(ActionSettings.ACTION);
        action.setName(ActionSettings.ACTION);
        action.setEnabled(true);
        action.setConfig(Map.of(
                "cutoff",
                "2999-01-01",
                "waves",
                SHARES.keySet().stream().map(share -> share + " 2998-01-01").collect(Collectors.joining("##"))));
        RealmRepresentation realm = new RealmRepresentation();
        realm.setRealm(name);
        realm.setEnabled(true);
        realm.setUsers(users);
        realm.setRequiredActions(List.of(action));
        return realm;
    }

    private static JsonNode ask(String realm, String path) {
        Http.Answer answer =
                Http.send("GET", Site.address() + "/admin/realms/" + realm + "/magento-link/" + path, Site.token(), "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Reports.json(answer);
    }
}
