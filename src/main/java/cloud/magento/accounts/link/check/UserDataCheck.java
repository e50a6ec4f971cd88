package cloud.magento.accounts.link.check;

import cloud.magento.accounts.link.check.Finding.Code;
import cloud.magento.accounts.link.report.Rollout;
import cloud.magento.accounts.link.report.UserFilter;
import cloud.magento.accounts.link.report.UserFilter.Group;
import cloud.magento.accounts.link.report.UserReport;
import cloud.magento.accounts.link.user.AskAttributes;
import cloud.magento.accounts.link.user.AttributeProtection;
import cloud.magento.accounts.link.user.ExemptUntil;
import cloud.magento.accounts.link.user.LinkedSince;
import cloud.magento.accounts.link.user.SentReminders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks the attributes of users, their links, and who can sign in if the provider is down. */
final class UserDataCheck {

    private UserDataCheck() {}

    static List<Finding> findings(Rollout rollout) {
        List<Finding> findings = new ArrayList<>();
        addAttributes(rollout, findings);
        if (!UserReport.list(rollout, new UserFilter(Optional.of(new Group.Duplicate()), "", "", 1))
                .isEmpty()) {
            findings.add(Finding.error(
                    Code.DUPLICATES,
                    "Several users have the same account of the identity provider. Keycloak lets none of them sign in"
                            + " with it.",
                    "kcadm.sh get magento-link/users -r " + rollout.realm().getName() + " -q state=duplicate"));
        }
        if (!UserReport.hasExemptUserWithPassword(rollout)) {
            findings.add(Finding.warning(
                    Code.NO_BREAK_GLASS,
                    "No enabled user with a password is exempt by a role or a group. If the identity provider is down,"
                            + " nobody of this realm may be able to sign in.",
                    "Users: give one administrator a role of the setting Exempt roles."));
        }
        return findings;
    }

    private static void addAttributes(Rollout rollout, List<Finding> findings) {
        List<String> names = Stream.concat(
                        AskAttributes.ALL.stream(),
                        Stream.of(ExemptUntil.ATTRIBUTE, LinkedSince.ATTRIBUTE, SentReminders.ATTRIBUTE))
                .toList();
        List<String> writable = names.stream()
                .filter(name -> !AttributeProtection.covers(List.of(name), rollout.session(), rollout.realm()))
                .toList();
        if (!writable.isEmpty()) {
            findings.add(Finding.error(
                    Code.ATTRIBUTES_WRITABLE,
                    "Users can write " + String.join(", ", writable) + ". If users can write one of "
                            + String.join(", ", AskAttributes.ALL) + ", all four are ignored. If users can write "
                            + ExemptUntil.ATTRIBUTE + ", it is ignored.",
                    "Realm settings → User profile: edited by Admin only."));
        }
        List<String> undeclared = names.stream()
                .filter(name -> !AttributeProtection.isDeclared(name, rollout.session()))
                .toList();
        if (!undeclared.isEmpty()) {
            findings.add(Finding.warning(
                    Code.ATTRIBUTES_UNDECLARED,
                    "The user profile does not declare " + String.join(", ", undeclared) + ". The admin console does"
                            + " not show them, and saving a user can remove them.",
                    "Realm settings → User profile: create them, edited by Admin only."));
        }
    }
}
