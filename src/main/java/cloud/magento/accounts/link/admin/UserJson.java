package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.report.ExemptBy;
import cloud.magento.accounts.link.report.ReportedUser;

/** A user in the answer of {@code users}. Its components are the fields of the JSON; null: the JSON lacks the field. */
record UserJson(
        String id,
        String username,
        String email,
        String state,
        String wave,
        String deadline,
        String firstAsked,
        String snoozedUntil,
        int snoozes,
        String connectedSince,
        String upstream,
        String exemptBy,
        String exemptUntil) {

    static UserJson of(ReportedUser user) {
        return new UserJson(
                user.id(),
                user.username(),
                user.email().orElse(null),
                user.state().code(),
                user.wave().orElse(null),
                ProgressJson.text(user.deadline()),
                ProgressJson.text(user.firstAsked()),
                ProgressJson.text(user.snoozedUntil()),
                user.snoozes(),
                ProgressJson.text(user.connectedSince()),
                user.upstream().orElse(null),
                user.exemptBy().map(ExemptBy::code).orElse(null),
                ProgressJson.text(user.exemptUntil()));
    }
}
