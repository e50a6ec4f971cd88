package cloud.magento.accounts.link.mail;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The language of a notice: the one that the user has saved, else that of the realm. It is not the language of the
 * request, as in Keycloak's DefaultLocaleSelectorProvider: an admin sends the request, or a person who has taken over
 * the account.
 */
final class NoticeLanguage {

    private NoticeLanguage() {}

    static Locale of(RealmModel realm, UserModel user) {
        if (!realm.isInternationalizationEnabled()) {
            return Locale.ENGLISH;
        }
        List<Locale> supported =
                realm.getSupportedLocalesStream().map(Locale::forLanguageTag).toList();
        return Stream.of(user.getFirstAttribute(UserModel.LOCALE), realm.getDefaultLocale())
                .filter(Objects::nonNull)
                .flatMap(language -> bestMatch(language, supported).stream())
                .findFirst()
                .orElse(Locale.ENGLISH);
    }

    /** Empty: the realm supports no such language. */
    private static Optional<Locale> bestMatch(String language, List<Locale> supported) {
        // A tag that is not well-formed becomes "und", which no realm supports.
        String tag = Locale.forLanguageTag(language).toLanguageTag();
        return Optional.ofNullable(Locale.lookup(List.of(new Locale.LanguageRange(tag)), supported));
    }
}
