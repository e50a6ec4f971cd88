package cloud.magento.accounts.link.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A form of the benchmarks")
final class FormTest {

    @Test
    void hasTheNameOfTheCommandLine() {
        assertThat(Form.values()).extracting(Form::text).containsExactly("short", "standard", "full");
        assertThat(Form.values()).allMatch(form -> Form.of(form.text()) == form);
        assertThatThrownBy(() -> Form.of("long")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isAtLeastEachSmallerOne() {
        assertThat(Form.STANDARD.isAtLeast(Form.SHORT)).isTrue();
        assertThat(Form.STANDARD.isAtLeast(Form.STANDARD)).isTrue();
        assertThat(Form.STANDARD.isAtLeast(Form.FULL)).isFalse();
    }

    @Test
    void measuresOnlyWhatCanBeCountedIfItIsShort() {
        assertThat(Section.values())
                .filteredOn(section -> !Form.SHORT.measures(section))
                .containsExactly(Section.LATENCY, Section.REPORTS, Section.MEANWHILE, Section.SERVER);
    }

    @Test
    void measuresEverySectionIfItIsNotShort() {
        assertThat(Section.values()).allMatch(Form.STANDARD::measures).allMatch(Form.FULL::measures);
    }

    @Test
    void measuresMoreThanTheOneBefore() {
        assertThat(Form.STANDARD.rounds()).isBetween(Form.SHORT.rounds() + 1, Form.FULL.rounds() - 1);
        assertThat(Form.FULL.users()).containsAll(Form.STANDARD.users());
    }
}
