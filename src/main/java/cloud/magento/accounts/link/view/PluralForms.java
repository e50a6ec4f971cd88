package cloud.magento.accounts.link.view;

import java.util.Locale;

/**
 * The plural category of a whole number, by the rules of Unicode CLDR, for the languages of this extension. The key of
 * a message ends with it. Java's ChoiceFormat supports ranges only, which the rules of Arabic are not.
 */
public final class PluralForms {

    private static final int MILLION = 1_000_000;

    private PluralForms() {}

    /** The category: zero, one, two, few, many or other. */
    public static String category(int number, Locale locale) {
        return switch (locale.getLanguage()) {
            case "ja", "ko", "zh" -> "other";
            case "ar" -> arabic(number);
            case "fr", "pt" -> number <= 1 ? "one" : millions(number);
            case "es", "it" -> number == 1 ? "one" : millions(number);
            default -> number == 1 ? "one" : "other";
        };
    }

    private static String millions(int number) {
        return number != 0 && number % MILLION == 0 ? "many" : "other";
    }

    private static String arabic(int number) {
        int lastTwo = number % 100;
        if (number <= 2) {
            return number == 0 ? "zero" : number == 1 ? "one" : "two";
        }
        if (lastTwo >= 3 && lastTwo <= 10) {
            return "few";
        }
        return lastTwo >= 11 ? "many" : "other";
    }
}
