package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.policy.UserFacts;
import cloud.magento.accounts.link.support.UserContext;
import java.util.List;
import java.util.stream.Stream;

/** Reads what the policy needs to know about a user. */
public final class UserFactsReader {

    private UserFactsReader() {}

    /**
     * What was read.
     *
     * @param warnings what an admin must correct, for the log
     */
    public record Reading(UserFacts facts, List<String> warnings) {

        private static Reading of(UserFacts facts) {
            return new Reading(facts, List.of());
        }
    }

    /**
     * Reads the facts. For a connected user it reads only the link, which Keycloak caches with the user.
     *
     * @param passive whether no page can be shown in this login
     */
    public static Reading read(UserContext context, LinkSettings settings, boolean passive) {
        if (isLinked(context, settings)) {
            return Reading.of(UserFacts.connected());
        }
        boolean exempt = Exemptions.isExempt(context, settings);
        List<String> exemptUntil = ExemptUntil.read(context).warnings();
        if (!AttributeProtection.covers(AskAttributes.ALL, context.session(), context.realm())) {
            return new Reading(
                    withWave(AskAttributes.factsIfWritable(exempt, passive), context, settings),
                    with(exemptUntil, List.of(AttributeProtection.warning(AskAttributes.ALL, context.realm()))));
        }
        AskRecord.Stored stored = new AskRecord(context).read();
        UserFacts facts = new UserFacts(
                false,
                exempt,
                stored.firstAsked(),
                stored.snoozedUntil(),
                stored.snoozes(),
                stored.personalDeadline(),
                passive);
        return new Reading(withWave(facts, context, settings), with(exemptUntil, stored.warnings()));
    }

    private static List<String> with(List<String> first, List<String> others) {
        return Stream.concat(first.stream(), others.stream()).toList();
    }

    /** Groups are looked up only for waves of groups, and not for exempt users. */
    private static UserFacts withWave(UserFacts facts, UserContext context, LinkSettings settings) {
        return facts.exempt()
                ? facts
                : settings.stages()
                        .waveOf(context.user().getId(), path -> Exemptions.isMember(context, path))
                        .map(facts::inWave)
                        .orElse(facts);
    }

    /** Whether the user is linked with an account of the provider, by the user cache. */
    public static boolean isLinked(UserContext context, LinkSettings settings) {
        return ConnectedAccount.linkOf(context, settings).isPresent();
    }
}
