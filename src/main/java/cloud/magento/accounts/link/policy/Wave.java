package cloud.magento.accounts.link.policy;

import java.math.BigDecimal;
import java.util.function.Predicate;

/**
 * Users who have dates of their own in the rollout.
 *
 * @param who the users
 * @param schedule their dates. It always has a cutoff
 */
public record Wave(Who who, Schedule schedule) {

    /** The name of the wave: what the setting says about its users. */
    public String name() {
        return who.text();
    }

    /** The users of a wave. */
    public sealed interface Who {

        /** As the setting names them: the path of a group, or a percentage such as {@code 5%}. */
        String text();

        /**
         * Whether a user belongs to them.
         *
         * @param isMember whether the user is a member of the group with a path, or of one of its subgroups
         */
        boolean includes(String userId, Predicate<String> isMember);

        /** Whether each user of {@code other} is among these users, as far as the settings alone tell. */
        boolean covers(Who other);
    }

    /**
     * The members of a group and of its subgroups.
     *
     * @param path starts with a slash and does not end with one
     */
    public record Group(String path) implements Who {

        @Override
        public String text() {
            return path;
        }

        @Override
        public boolean includes(String userId, Predicate<String> isMember) {
            return isMember.test(path);
        }

        @Override
        public boolean covers(Who other) {
            return other instanceof Group group && (group.path + "/").startsWith(path + "/");
        }
    }

    /**
     * A share of all users.
     *
     * @param hundredths hundredths of a percent, 1 to 10,000. It includes the users whose {@link UserShare#position} is
     *     lower
     */
    public record Share(int hundredths) implements Who {

        @Override
        public String text() {
            return BigDecimal.valueOf(hundredths, 2).stripTrailingZeros().toPlainString() + "%";
        }

        @Override
        public boolean includes(String userId, Predicate<String> isMember) {
            return UserShare.position(userId) < hundredths;
        }

        @Override
        public boolean covers(Who other) {
            return hundredths == UserShare.POSITIONS || other instanceof Share share && share.hundredths <= hundredths;
        }
    }
}
