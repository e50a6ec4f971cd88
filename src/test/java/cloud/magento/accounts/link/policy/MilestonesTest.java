package cloud.magento.accounts.link.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Milestones")
final class MilestonesTest {

    @ParameterizedTest
    @CsvSource({"30, 30", "29, 30", "8, 30", "7, 7", "2, 7", "1, 1", "0, 1"})
    void areValidUntilTheNextOneComes(int daysLeft, int milestone) {
        assertThat(new Milestones(List.of(30, 7, 1)).at(daysLeft)).hasValue(milestone);
    }

    @Test
    void haveNotComeBeforeTheFirst() {
        assertThat(new Milestones(List.of(30, 7, 1)).at(31)).isEmpty();
        assertThat(new Milestones(List.of()).at(0)).isEmpty();
    }

    @Test
    void canBeTheDayItself() {
        Milestones milestones = new Milestones(List.of(0, 3));

        assertThat(milestones.at(1)).hasValue(3);
        assertThat(milestones.at(0)).hasValue(0);
    }

    @Test
    void areInTheOrderInWhichTheyCome() {
        assertThat(new Milestones(List.of(1, 30, 7, 30)).days()).containsExactly(30, 7, 1);
    }
}
