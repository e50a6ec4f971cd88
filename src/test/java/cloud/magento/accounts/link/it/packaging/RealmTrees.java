package cloud.magento.accounts.link.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.Site;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.keycloak.admin.client.resource.RealmResource;

/** A realm as it is stored, for comparison, and what {@code check} says about it. */
final class RealmTrees {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> IDS = Set.of("id", "internalId", "containerId");

    private RealmTrees() {}

    /** The realm as the admin console exports it, with clients, groups and roles, without users. */
    static JsonNode export(RealmResource realm) {
        return JSON.valueToTree(realm.partialExport(true, true));
    }

    /** The same without IDs, which an import gives anew, and without the order of lists, which is not kept. */
    static JsonNode sorted(JsonNode node) {
        if (node instanceof ArrayNode list) {
            ArrayNode sorted = JSON.createArrayNode();
            StreamSupport.stream(list.spliterator(), false)
                    .map(RealmTrees::sorted)
                    .sorted(Comparator.comparing(JsonNode::toString))
                    .forEach(sorted::add);
            return sorted;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode sorted = JSON.createObjectNode();
            object.properties().stream()
                    .filter(entry -> !IDS.contains(entry.getKey()))
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> sorted.set(entry.getKey(), sorted(entry.getValue())));
            return sorted;
        }
        return node;
    }

    /** The codes of the findings of this severity. */
    static List<String> findings(String realm, String severity) {
        Http.Answer answer =
                Http.send("GET", Site.address() + "/admin/realms/" + realm + "/magento-link/check", Site.token(), "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return StreamSupport.stream(Reports.json(answer).spliterator(), false)
                .filter(finding -> finding.get("severity").asText().equals(severity))
                .map(finding -> finding.get("code").asText())
                .toList();
    }
}
