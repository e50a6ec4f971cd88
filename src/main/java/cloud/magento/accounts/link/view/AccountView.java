package cloud.magento.accounts.link.view;

import cloud.magento.accounts.link.idp.UpstreamIdentity;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.UserModel;

/** An account, as the page shows it. FreeMarker reads it by its getters. An empty text means that there is none. */
public final class AccountView {

    /** There is no account. */
    static final AccountView NONE = new AccountView("", "", "", "");

    private final String username;
    private final String email;
    private final String name;
    private final String label;

    private AccountView(String username, String email, String name, String label) {
        this.username = username;
        this.email = email;
        this.name = name;
        this.label = label;
    }

    /** The account of the realm. */
    static AccountView of(UserModel user) {
        String name = Stream.of(user.getFirstName(), user.getLastName())
                .filter(Objects::nonNull)
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(" "));
        String email = Objects.requireNonNullElse(user.getEmail(), "");
        return new AccountView(user.getUsername(), email, name, user.getUsername());
    }

    /** The account at the provider. */
    static AccountView of(UpstreamIdentity identity) {
        return new AccountView(identity.username(), identity.email(), identity.name(), identity.label());
    }

    public String getUsername() {
        return username;
    }

    public String getEmail() {
        return email;
    }

    /** First and last name. */
    public String getName() {
        return name;
    }

    /** The name by which the user knows the account. */
    public String getLabel() {
        return label;
    }
}
