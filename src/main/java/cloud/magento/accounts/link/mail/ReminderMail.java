package cloud.magento.accounts.link.mail;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.policy.Decision.Remind;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.view.Reminder;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;

/** Writes and sends the mail that reminds a user of the deadline. */
public final class ReminderMail {

    private ReminderMail() {}

    /**
     * Sends the mail to the verified address of the user, in the language of a notice.
     *
     * @param context the user. The context of its session must have the realm
     * @throws EmailException the user has no verified address any more, or the mail server does not accept the mail
     */
    public static void send(UserContext context, LinkSettings settings, Remind deadline) throws EmailException {
        String address = NoticeRecipients.verifiedAddress(context.user());
        if (address.isEmpty()) {
            throw new EmailException("The user has no verified address.");
        }
        Locale locale = NoticeLanguage.of(context.realm(), context.user());
        String providerName = ProviderStatus.displayName(context.session(), settings.idpAlias());
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("providerName", providerName);
        attributes.put("reminder", Reminder.of(deadline, settings, locale));
        attributes.put("userName", PlainName.of(context.user().getUsername()));
        attributes.put("supportUrl", settings.supportLink());
        attributes.put(
                "accountUrl",
                ConfiguredAddress.ofAccountSettings(context.session())
                        .map(URI::toString)
                        .orElse(""));
        context.session()
                .getProvider(EmailTemplateProvider.class)
                .setRealm(context.realm())
                .setUser(Recipient.of(context.user(), address, locale))
                .send(
                        "connectMagentoReminderSubject",
                        List.of(providerName),
                        "connect-magento-reminder.ftl",
                        attributes);
    }
}
