package cloud.magento.accounts.link.policy;

/**
 * Divides users into shares by a position that is computed from the user's id and never changes. Shares nest: whoever
 * is in 5 % is in 10 %. The positions of random ids are spread evenly.
 *
 * <p>The position is a sum over the last 8 characters of the id: weight times the place of the character in
 * {@link #ALPHABET}, counted from 1, modulo {@link #POSITIONS}. Upper-case letters count as lower-case letters. Any
 * other character counts 0, and so does each character that a shorter id lacks, on its left. The reports compute the
 * same sum in the database, by {@code locate} and {@code substring}: a change here must be made there, too.
 */
public final class UserShare {

    /** How many positions there are. They are counted from 0. */
    public static final int POSITIONS = 10_000;

    /** The characters that count. The first one counts 1. */
    public static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz-";

    /** How many characters at the end of an id count. */
    public static final int LENGTH = 8;

    /**
     * Primes that spread random ids evenly, and also ids that end in consecutive numbers. Never change them: users
     * would change between waves.
     */
    private static final int[] WEIGHTS = {1663, 6113, 6961, 6131, 2383, 9133, 7001, 6451};

    private UserShare() {}

    /**
     * The weight of a character.
     *
     * @param index the place of the character among the last {@link #LENGTH}, 0 to 7 from left to right
     */
    public static int weight(int index) {
        return WEIGHTS[index];
    }

    /** The position of a user, 0 to {@link #POSITIONS} - 1. */
    public static int position(String userId) {
        int sum = 0;
        for (int index = 0; index < LENGTH; index++) {
            int place = userId.length() - LENGTH + index;
            if (place >= 0) {
                sum += WEIGHTS[index] * (ALPHABET.indexOf(lowerCase(userId.charAt(place))) + 1);
            }
        }
        return sum % POSITIONS;
    }

    /** Only letters of ASCII: databases differ in the others. */
    private static char lowerCase(char character) {
        return character >= 'A' && character <= 'Z' ? (char) (character - 'A' + 'a') : character;
    }
}
