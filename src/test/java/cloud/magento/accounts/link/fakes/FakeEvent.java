package cloud.magento.accounts.link.fakes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.events.EventBuilder;

/** An event that remembers what was written, also by its copies. */
public final class FakeEvent extends EventBuilder {

    private final Map<String, String> details = new HashMap<>();
    private final List<String> errors = new ArrayList<>();
    private String error;

    public FakeEvent(FakeRealm realm, FakeSession session) {
        super(realm.model(), session.model());
    }

    /** The error code; null: no error was written. */
    public String error() {
        return error;
    }

    /** The codes of all errors that were written, in their order. */
    public List<String> errors() {
        return errors;
    }

    public Map<String, String> details() {
        return details;
    }

    @Override
    public EventBuilder detail(String name, String value) {
        details.put(name, value);
        return this;
    }

    @Override
    public EventBuilder removeDetail(String name) {
        details.remove(name);
        return this;
    }

    @Override
    public void error(String code) {
        error = code;
        errors.add(code);
    }

    @Override
    public EventBuilder clone() {
        return this;
    }
}
