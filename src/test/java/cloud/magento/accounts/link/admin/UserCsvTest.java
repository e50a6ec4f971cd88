package cloud.magento.accounts.link.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The CSV")
final class UserCsvTest {

    @Test
    void namesItsColumnsLikeTheFieldsOfTheJson() {
        assertThat(UserCsv.header())
                .isEqualTo("id,username,email,state,wave,deadline,firstAsked,snoozedUntil,snoozes,connectedSince,"
                        + "upstream,exemptBy,exemptUntil\r\n");
    }

    @Test
    void leavesAMissingValueEmpty() {
        UserJson user = new UserJson(
                "1", "carol", null, "pending", "5%", null, null, null, 0, "2026-01-01T00:00:00Z", "a b", null, null);

        assertThat(UserCsv.line(user)).isEqualTo("1,carol,,pending,5%,,,,0,2026-01-01T00:00:00Z,a b,,\r\n");
    }

    @Test
    void quotesWhatWouldEndAFieldOrALine() {
        assertThat(UserCsv.field("a,b")).isEqualTo("\"a,b\"");
        assertThat(UserCsv.field("a\nb")).isEqualTo("\"a\nb\"");
        assertThat(UserCsv.field("a\rb")).isEqualTo("\"a\rb\"");
        assertThat(UserCsv.field("say \"hi\"")).isEqualTo("\"say \"\"hi\"\"\"");
        assertThat(UserCsv.field("日本 a'b=c")).isEqualTo("日本 a'b=c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"})
    void makesAFormulaAText(String start) {
        assertThat(UserCsv.field(start + "1")).isEqualTo("\"'" + start + "1\"");
        assertThat(UserCsv.field("1" + start)).doesNotContain("'");
    }
}
