package cloud.magento.accounts.link.it.scenario;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.EventRepresentation;

/** The events of the cloud realm. */
public final class RealmEvents {

    private final RealmResource realm;

    RealmEvents(RealmResource realm) {
        this.realm = realm;
    }

    /** All of a user's events, the latest first. */
    public List<EventRepresentation> of(CloudUser user) {
        return realm.getEvents(null, null, user.id(), null, null, null, null, 100);
    }

    /** The events of one type. */
    public List<EventRepresentation> of(CloudUser user, String type) {
        return of(user).stream().filter(event -> event.getType().equals(type)).toList();
    }

    /** Waits for an event of this type. */
    public EventRepresentation await(CloudUser user, String type) {
        return await(user, type, event -> true);
    }

    /** Waits for an event with this error, of any type. */
    public EventRepresentation awaitError(CloudUser user, String error) {
        return await(user, event -> error.equals(event.getError()), "an event with the error " + error);
    }

    /** Waits for an event of this type that fulfils the condition. */
    public EventRepresentation await(CloudUser user, String type, Predicate<EventRepresentation> condition) {
        return await(user, event -> event.getType().equals(type) && condition.test(event), "an event " + type);
    }

    /** The errors recorded for a user so far. */
    public List<String> errors(CloudUser user) {
        return of(user).stream()
                .map(EventRepresentation::getError)
                .filter(error -> error != null)
                .toList();
    }

    /** One detail of an event. */
    public static Optional<String> detail(EventRepresentation event, String name) {
        Map<String, String> details = event.getDetails();
        return details == null ? Optional.empty() : Optional.ofNullable(details.get(name));
    }

    private EventRepresentation await(CloudUser user, Predicate<EventRepresentation> condition, String wanted) {
        return Eventually.get(
                () -> of(user).stream().filter(condition).findFirst(),
                () -> "Waited for " + wanted + " of " + user.username() + ", but there are only:\n" + listed(user));
    }

    private String listed(CloudUser user) {
        return of(user).stream()
                .map(event -> event.getType() + " error=" + event.getError() + " " + event.getDetails())
                .collect(Collectors.joining("\n"));
    }
}
