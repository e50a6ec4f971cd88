package cloud.magento.accounts.link.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Decision.Nothing;
import cloud.magento.accounts.link.policy.Decision.Reason;
import cloud.magento.accounts.link.policy.Decision.Remind;
import cloud.magento.accounts.link.policy.Decision.Reported;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A decision")
final class DecisionTest {

    private static final Decision REMIND = new Remind(Optional.empty(), 0, true, OptionalInt.empty());
    private static final Decision ENFORCE = new Enforce(Instant.EPOCH);

    static Stream<Arguments> codes() {
        return Stream.of(
                arguments(new Nothing(Reason.OFF), "off"),
                arguments(new Nothing(Reason.CONNECTED), "connected"),
                arguments(new Nothing(Reason.EXEMPT), "exempt"),
                arguments(new Nothing(Reason.CLIENT_EXEMPT), "client_exempt"),
                arguments(new Nothing(Reason.NOT_YET), "not_yet"),
                arguments(new Nothing(Reason.SNOOZED), "snoozed"),
                arguments(new Nothing(Reason.PASSIVE), "passive"),
                arguments(REMIND, "remind"),
                arguments(ENFORCE, "enforce"),
                arguments(new Enforce(Instant.EPOCH, Optional.of(Instant.EPOCH)), "rehearse"),
                arguments(new Reported(ENFORCE), "report_enforce"),
                arguments(new Reported(new Nothing(Reason.SNOOZED)), "report_snoozed"));
    }

    @ParameterizedTest
    @MethodSource("codes")
    void hasACodeForEvents(Decision decision, String code) {
        assertThat(decision.code()).isEqualTo(code);
        assertThat(Decision.CODES).contains(code).doesNotHaveDuplicates();
    }

    @Test
    void hasACodeOfAClosedList() {
        assertThat(Decision.CODES)
                .hasSize(2 * (Reason.values().length + 3) - 1)
                .contains("remind", "rehearse", "report_remind", "report_connected")
                .doesNotContain("report_off");
    }

    static Stream<Arguments> pages() {
        return Stream.of(
                arguments(REMIND, true),
                arguments(ENFORCE, true),
                arguments(new Nothing(Reason.NOT_YET), false),
                arguments(new Reported(ENFORCE), false));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void showsAPageOnlyToRemindOrToEnforce(Decision decision, boolean asks) {
        assertThat(decision.showsPage()).isEqualTo(asks);
    }
}
