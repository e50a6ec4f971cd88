package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.policy.UserFacts;
import cloud.magento.accounts.link.support.UserContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what the policy needs to know about a user. */
public final class UserFactsReader {

    private UserFactsReader() {}

    /**
     * What was read.
     *
     * @param exemptUntil the end of an exemption by an admin, which can be over; empty: there is none
     * @param warnings what an admin must correct, for the log
     */
    public record Reading(UserFacts facts, Optional<Instant> exemptUntil, List<String> warnings) {

        /** The reading of a user who is linked. Nothing else matters. */
        public static final Reading LINKED = new Reading(UserFacts.connected(), Optional.empty(), List.of());

        private Reading with(List<String> more) {
            return new Reading(
                    facts,
                    exemptUntil,
                    Stream.concat(warnings.stream(), more.stream()).toList());
        }

        /** The same reading in a login to an exempt client. */
        public Reading inLoginToExemptClient() {
            return new Reading(facts.inLoginToExemptClient(), exemptUntil, warnings);
        }
    }

    /**
     * Reads the facts. For a connected user it reads only the link, which Keycloak caches with the user.
     *
     * @param passive whether no page can be shown in this login
     */
    public static Reading read(UserContext context, LinkSettings settings, boolean passive) {
        return isLinked(context, settings) ? Reading.LINKED : readUnlinked(context, settings, passive);
    }

    /** The same of a user who is known not to be linked. */
    public static Reading readUnlinked(UserContext context, LinkSettings settings, boolean passive) {
        boolean exempt = Exemptions.isExempt(context, settings);
        ExemptUntil.Stored exemption = ExemptUntil.read(context);
        if (!AttributeProtection.covers(AskAttributes.ALL, context.session(), context.realm())) {
            UserFacts facts = withWave(AskAttributes.factsIfWritable(exempt, passive), context, settings);
            return new Reading(facts, exemption.until(), exemption.warnings())
                    .with(List.of(AttributeProtection.warning(AskAttributes.ALL, context.realm())));
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
        return new Reading(withWave(facts, context, settings), exemption.until(), exemption.warnings())
                .with(stored.warnings());
    }

    /**
     * The facts as they will be at the cutoff of the user's wave, or at the general one: an exemption by an admin can
     * end before it. Only for a user with such an exemption this reads more.
     */
    public static UserFacts readAtCutoff(Reading reading, UserContext context, LinkSettings settings) {
        UserFacts facts = reading.facts();
        if (!facts.exempt()
                || reading.exemptUntil().filter(context.now()::isBefore).isEmpty()) {
            return facts;
        }
        UserFacts inWave = inWave(facts, context, settings);
        return settings.policy()
                .scheduleOf(inWave)
                .cutoff()
                .filter(context.now()::isBefore)
                .map(cutoff -> inWave.withExempt(Exemptions.isExempt(context.at(cutoff), settings)))
                .orElse(inWave);
    }

    /** The policy does not need the wave of an exempt user. */
    private static UserFacts withWave(UserFacts facts, UserContext context, LinkSettings settings) {
        return facts.exempt() ? facts : inWave(facts, context, settings);
    }

    /** Groups are looked up only for waves of groups. */
    private static UserFacts inWave(UserFacts facts, UserContext context, LinkSettings settings) {
        return settings.stages()
                .waveOf(context.user().getId(), path -> Exemptions.isMember(context, path))
                .map(facts::inWave)
                .orElse(facts);
    }

    /** Whether the user is linked with an account of the provider, by the user cache. */
    public static boolean isLinked(UserContext context, LinkSettings settings) {
        return ConnectedAccount.linkOf(context, settings).isPresent();
    }
}
