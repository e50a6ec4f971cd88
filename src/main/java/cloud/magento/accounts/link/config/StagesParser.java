package cloud.magento.accounts.link.config;

import cloud.magento.accounts.link.policy.Rehearsal;
import cloud.magento.accounts.link.policy.Schedule;
import cloud.magento.accounts.link.policy.UserShare;
import cloud.magento.accounts.link.policy.Wave;
import cloud.magento.accounts.link.policy.Wave.Group;
import cloud.magento.accounts.link.policy.Wave.Share;
import cloud.magento.accounts.link.policy.Wave.Who;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses waves and rehearsals. If a line is invalid, the setting has no value, and the first such line is a problem.
 */
final class StagesParser {

    private static final int MAX_LINES = 50;
    private static final int MAX_REHEARSAL_DAYS = 7;

    private static final Pattern SHARE = Pattern.compile("([0-9]{1,3})(?:\\.([0-9]{1,2}))?%");

    private static final String WAVE_FORM =
            "Use a group path or a share (0.01% to 100%), the cutoff and, if needed, the"
                    + " start of reminders, such as /partners 2030-03-01 or 5% 2030-03-01 2030-02-15.";
    private static final String REHEARSAL_FORM = "Use the start and the end, each in a format of " + SettingKey.CUTOFF
            + ", separated by a slash, such as 2030-03-04T09:00/2030-03-04T12:00.";

    private final Schedule general;
    private final List<SettingProblem> problems;

    /**
     * Creates a parser.
     *
     * @param general the dates of users who are in no wave
     * @param problems receives at most one problem for each setting
     */
    StagesParser(Schedule general, List<SettingProblem> problems) {
        this.general = general;
        this.problems = problems;
    }

    List<Wave> waves(List<String> lines) {
        return new Lines<>(SettingKey.WAVES, WAVE_FORM, this::wave, StagesParser::objection).parse(lines, problems);
    }

    List<Rehearsal> rehearsals(List<String> lines) {
        return new Lines<>(SettingKey.REHEARSALS, REHEARSAL_FORM, this::rehearsal, this::objection)
                .parse(lines, problems);
    }

    /**
     * The lines of a setting.
     *
     * @param form what is accepted
     * @param parse parses a line; empty: it does not have the form
     * @param objection what is wrong with a value, given those of the lines before it; empty: nothing
     */
    private record Lines<T>(
            String key,
            String form,
            Function<String, Optional<T>> parse,
            BiFunction<T, List<T>, Optional<String>> objection) {

        private List<T> parse(List<String> lines, List<SettingProblem> problems) {
            List<T> values = new ArrayList<>();
            for (String line : lines) {
                Optional<T> value = parse.apply(line);
                Optional<String> advice = value.isEmpty() ? Optional.of(form) : objection.apply(value.get(), values);
                if (values.size() == MAX_LINES) {
                    advice = Optional.of("There can be at most " + MAX_LINES + ".");
                }
                if (advice.isPresent()) {
                    problems.add(SettingProblem.of(key, line, advice.get()));
                    return List.of();
                }
                values.add(value.get());
            }
            return List.copyOf(values);
        }
    }

    /** The last one or two words are dates. The rest can contain spaces. */
    private Optional<Wave> wave(String line) {
        LastWord last = LastWord.of(line);
        LastWord secondLast = LastWord.of(last.before());
        Optional<Instant> end = instant(last.word());
        Optional<Instant> secondLastDate = instant(secondLast.word());
        if (end.isPresent() && secondLastDate.isPresent()) {
            return who(secondLast.before()).map(who -> new Wave(who, schedule(secondLastDate.get(), end)));
        }
        return end.flatMap(cutoff -> who(last.before())
                .map(who ->
                        new Wave(who, schedule(cutoff, general.remindFrom().filter(start -> !start.isAfter(cutoff))))));
    }

    /** The last word of a text, and the text before it without the space between them. */
    private record LastWord(String before, String word) {

        private static LastWord of(String text) {
            int start = text.length();
            while (start > 0 && !Character.isWhitespace(text.charAt(start - 1))) {
                start--;
            }
            return new LastWord(text.substring(0, start).strip(), text.substring(start));
        }
    }

    private Schedule schedule(Instant cutoff, Optional<Instant> remindFrom) {
        return new Schedule(Optional.of(cutoff), remindFrom, general.zone(), general.graceDays());
    }

    private static Optional<Who> who(String text) {
        if (text.startsWith("/")) {
            String path = text.replaceFirst("/+$", "");
            return path.isEmpty() ? Optional.empty() : Optional.of(new Group(path));
        }
        Matcher share = SHARE.matcher(text);
        if (!share.matches()) {
            return Optional.empty();
        }
        String decimals = share.group(2) == null ? "" : share.group(2);
        int hundredths = Integer.parseInt(share.group(1) + (decimals + "00").substring(0, 2));
        return hundredths >= 1 && hundredths <= UserShare.POSITIONS
                ? Optional.of(new Share(hundredths))
                : Optional.empty();
    }

    private static Optional<String> objection(Wave wave, List<Wave> before) {
        Instant cutoff = wave.schedule().cutoff().orElseThrow();
        if (wave.schedule().remindFrom().filter(cutoff::isBefore).isPresent()) {
            return Optional.of(
                    "The second date, the start of reminders, must not be later than the first, the cutoff.");
        }
        return before.stream().anyMatch(earlier -> earlier.who().covers(wave.who()))
                ? Optional.of(
                        "A wave before it includes all of these users, so it would have no effect. Put the smaller"
                                + " group or share first.")
                : Optional.empty();
    }

    private Optional<Rehearsal> rehearsal(String line) {
        int slash = line.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        Optional<Instant> end = instant(line.substring(slash + 1).strip());
        return instant(line.substring(0, slash).strip())
                .flatMap(start -> end.map(known -> new Rehearsal(start, known)));
    }

    private Optional<String> objection(Rehearsal rehearsal, List<Rehearsal> before) {
        if (!rehearsal.start().isBefore(rehearsal.end())) {
            return Optional.of("The start must be before the end.");
        }
        Instant latestEnd = rehearsal
                .start()
                .atZone(general.zone())
                .plusDays(MAX_REHEARSAL_DAYS)
                .toInstant();
        if (rehearsal.end().isAfter(latestEnd)) {
            return Optional.of("It must not be longer than " + MAX_REHEARSAL_DAYS + " days.");
        }
        if (general.cutoff().filter(rehearsal.end()::isAfter).isPresent()) {
            return Optional.of("It must not end after " + SettingKey.CUTOFF + ".");
        }
        return before.stream().anyMatch(rehearsal::overlaps)
                ? Optional.of("It overlaps with a rehearsal before it.")
                : Optional.empty();
    }

    private Optional<Instant> instant(String text) {
        try {
            return Optional.of(InstantParser.parse(text, general.zone()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
