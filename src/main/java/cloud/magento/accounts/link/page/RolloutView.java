package cloud.magento.accounts.link.page;

import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.report.Rollout;
import cloud.magento.accounts.link.view.PluralForms;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * What the page shows to everybody who may open it. The template calls the methods of this record.
 *
 * @param provider the display name of the identity provider
 * @param path the path of the page
 * @param kept the parameters that links and forms repeat
 * @param phase the code of the phase
 * @param phaseKey the message of the phase
 * @param cutoff date, time and zone of the cutoff; an empty string if there is none
 * @param isCutoffPassed whether users must connect by now
 * @param daysLeft calendar days until the cutoff
 * @param at when the numbers were read
 */
public record RolloutView(
        String provider,
        String realm,
        String path,
        Map<String, String> kept,
        String phase,
        String phaseKey,
        String cutoff,
        boolean isCutoffPassed,
        int daysLeft,
        String daysLeftPlural,
        String at) {

    static RolloutView of(Rollout rollout, PageAddress address, LocalTexts texts) {
        Optional<Instant> cutoff = rollout.settings().schedule().cutoff();
        LocalDate today = texts.dateOf(rollout.now());
        int daysLeft = cutoff.map(
                        instant -> Math.toIntExact(Math.max(0, ChronoUnit.DAYS.between(today, texts.dateOf(instant)))))
                .orElse(0);
        return new RolloutView(
                ProviderStatus.displayName(rollout.session(), rollout.settings().idpAlias()),
                rollout.realm().getName(),
                address.path(),
                address.kept(),
                rollout.phase().code(),
                key(rollout.phase()),
                cutoff.map(texts::instant).orElse(""),
                cutoff.filter(instant -> !instant.isAfter(rollout.now())).isPresent(),
                daysLeft,
                PluralForms.category(daysLeft, texts.locale()),
                texts.instant(rollout.now()));
    }

    private static String key(Rollout.Phase phase) {
        return switch (phase) {
            case OFF -> "connectMagentoRolloutPhaseOff";
            case INVALID -> "connectMagentoRolloutPhaseInvalid";
            case REPORT -> "connectMagentoRolloutPhaseReport";
            case BEFORE -> "connectMagentoRolloutPhaseBefore";
            case REMIND -> "connectMagentoRolloutPhaseRemind";
            case ENFORCE -> "connectMagentoRolloutPhaseEnforce";
        };
    }
}
