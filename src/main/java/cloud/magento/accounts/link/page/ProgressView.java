package cloud.magento.accounts.link.page;

import cloud.magento.accounts.link.report.Progress;
import cloud.magento.accounts.link.report.UserState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The counts, the bar and the plot. The template calls the methods of this record. Numbers and dates are texts in the
 * language of the reader.
 *
 * @param share the part of the users who have to connect that has connected
 * @param states the states, in the order of the bar; the users who are disabled are the last, outside the bar
 * @param inGrace how many users only the grace period keeps from being overdue; an empty string: none
 * @param waves the waves, if there are any
 * @param unknownStores the names of stores whose users are not counted
 */
public record ProgressView(
        String connected,
        String most,
        String share,
        Forecast forecast,
        List<State> states,
        String inGrace,
        PlotView plot,
        List<Wave> waves,
        List<String> unknownStores) {

    private static final List<UserState> BAR =
            List.of(UserState.CONNECTED, UserState.PENDING, UserState.SNOOZED, UserState.OVERDUE, UserState.EXEMPT);

    /**
     * Where the pace leads.
     *
     * @param perDay users per day; an empty string: there is no full day yet
     * @param share the part that will be connected at the cutoff; an empty string: there is no cutoff ahead
     */
    public record Forecast(String perDay, String connected, String share) {}

    /**
     * A state of users.
     *
     * @param share its part of the bar; an empty string for a state outside the bar
     * @param x where it starts in the bar
     * @param width its width in the bar
     * @param list the list of these users on the page
     * @param csv the list of these users as a file
     */
    public record State(
            String code, String key, String count, String share, String x, String width, String list, String csv) {

        /** Whether it can be seen in the bar. */
        public boolean isInBar() {
            return !width.isEmpty();
        }
    }

    /**
     * A wave of users with a cutoff of its own.
     *
     * @param name an empty string: everybody who is in no wave
     * @param share the part of its users who shall connect that has connected
     * @param list the list of its users on the page
     */
    public record Wave(String name, String cutoff, String total, String connected, String share, String list) {}

    /**
     * The plot and its table.
     *
     * @param middle the number in the middle of the axis; rounded; an empty string if it is one of the others
     */
    public record PlotView(
            Plot plot, String top, String middle, String bottom, String start, String end, List<Day> days) {}

    /** A day on which users connected. */
    public record Day(String date, String connected, String total) {}

    static ProgressView of(Progress progress, PageAddress address, LocalTexts texts) {
        Course course = Course.of(progress, texts);
        return new ProgressView(
                texts.number(course.connected()),
                texts.number(course.most()),
                texts.share(course.connected(), course.most()),
                forecast(course, texts),
                states(progress.byState(), address, texts),
                progress.inGrace() == 0 ? "" : texts.number(progress.inGrace()),
                plot(course, texts),
                progress.waves().stream()
                        .map(wave -> wave(wave, address, texts))
                        .toList(),
                progress.unknownStores());
    }

    private static Wave wave(Progress.OfWave wave, PageAddress address, LocalTexts texts) {
        long connected = wave.byState().get(UserState.CONNECTED);
        long most = wave.total()
                - wave.byState().get(UserState.DISABLED)
                - wave.byState().get(UserState.EXEMPT);
        return new Wave(
                wave.name().equals(Progress.EVERYBODY_ELSE) ? "" : wave.name(),
                texts.shortInstant(wave.schedule().cutoff()),
                texts.number(wave.total()),
                texts.number(connected),
                texts.share(connected, most),
                address.link("", Map.of(UsersView.WAVE, wave.name())) + UsersView.ANCHOR);
    }

    private static Forecast forecast(Course course, LocalTexts texts) {
        Optional<Long> atCutoff = course.forecastAtCutoff();
        return new Forecast(
                course.pace().map(pace -> texts.rate(pace.perDay())).orElse(""),
                atCutoff.map(texts::number).orElse(""),
                atCutoff.map(users -> texts.share(users, course.most())).orElse(""));
    }

    private static List<State> states(Map<UserState, Long> counts, PageAddress address, LocalTexts texts) {
        long all = BAR.stream().mapToLong(counts::get).sum();
        List<State> states = new ArrayList<>();
        long before = 0;
        for (UserState state : BAR) {
            long count = counts.get(state);
            states.add(state(
                    state,
                    address,
                    List.of(texts.number(count), texts.share(count, all), percent(before, all), percent(count, all))));
            before += count;
        }
        states.add(
                state(UserState.DISABLED, address, List.of(texts.number(counts.get(UserState.DISABLED)), "", "", "")));
        return states;
    }

    private static State state(UserState state, PageAddress address, List<String> texts) {
        Map<String, String> query = Map.of("state", state.code());
        return new State(
                state.code(),
                StateText.key(state),
                texts.get(0),
                texts.get(1),
                texts.get(2),
                texts.get(3),
                address.link("", query) + UsersView.ANCHOR,
                address.link(RolloutPageResource.CSV_FILE, query));
    }

    /** A length in an SVG picture; an empty string if there is nothing to see. */
    private static String percent(long part, long whole) {
        return whole == 0 ? "" : String.format(Locale.ROOT, "%.3f%%", 100.0 * part / whole);
    }

    private static PlotView plot(Course course, LocalTexts texts) {
        return new PlotView(
                Plot.of(course),
                texts.number(course.most()),
                course.most() > 1 ? texts.number(Math.round(course.most() / 2.0)) : "",
                texts.number(0),
                texts.date(course.start()),
                texts.date(course.end()),
                course.byDay().tailMap(course.start()).entrySet().stream()
                        .map(day -> new Day(
                                texts.date(day.getKey()),
                                texts.number(day.getValue()),
                                texts.number(course.connectedOn(day.getKey()))))
                        .toList());
    }
}
