package cloud.magento.accounts.link.report;

import java.util.Optional;

/**
 * Which users a list has.
 *
 * @param group the users of one group; empty: all
 * @param search a part of the user name or the email address, in upper or lower case; empty: no restriction
 * @param after the id after which the page starts; empty: the first page
 * @param max how many users the page has at most
 * @param wave the name of a wave, or {@link Progress#EVERYBODY_ELSE}; empty: no restriction
 */
public record UserFilter(Optional<Group> group, String search, String after, int max, String wave) {

    /** Users of all waves. */
    public UserFilter(Optional<Group> group, String search, String after, int max) {
        this(group, search, after, max, "");
    }

    /** Users that can be listed on their own: those in one state, or the users who share an upstream account. */
    public sealed interface Group {

        /** The users in a state. */
        record InState(UserState state) implements Group {}

        /** The users whose upstream account another user has, too. */
        record Duplicate() implements Group {}
    }

    /** The page that starts after this user. */
    public UserFilter after(String id) {
        return new UserFilter(group, search, id, max, wave);
    }

    boolean includes(ReportedUser user) {
        return includes(user.state())
                && (wave.isEmpty() || wave.equals(user.wave().orElse(Progress.EVERYBODY_ELSE)));
    }

    boolean includes(UserState state) {
        return group.isEmpty() || !(group.get() instanceof Group.InState wanted) || wanted.state() == state;
    }
}
