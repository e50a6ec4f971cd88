package cloud.magento.accounts.link.change;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.change.CsvReader.CsvRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A file can contain any names, and can be anything. */
@Label("CSV with any content")
final class CsvReaderFuzzTest {

    @Property(tries = 500)
    void isReadAsItWasWritten(@ForAll("tables") List<List<String>> table, @ForAll("ends") String end)
            throws IOException, MalformedCsvException {
        String text = table.stream()
                .map(row -> row.stream()
                        .map(field -> '"' + field.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining(end));

        assertThat(CsvReaderTest.read(text.getBytes(StandardCharsets.UTF_8)))
                .extracting(CsvRecord::fields)
                .containsExactlyElementsOf(table);
    }

    @Property(tries = 500)
    void isReadOrRejected(@ForAll("bytes") byte[] anything) throws IOException {
        try {
            assertThat(CsvReaderTest.read(anything)).allSatisfy(read -> {
                assertThat(read.fields()).isNotEmpty();
                assertThat(read.line()).isPositive();
            });
        } catch (MalformedCsvException e) {
            assertThat(e.line()).isBetween(1L, anything.length + 1L);
        }
    }

    @Provide
    Arbitrary<List<List<String>>> tables() {
        Arbitrary<String> field = Arbitraries.strings()
                .withChars('a', ',', '"', ' ', ';', '\n', '\t', '\u00fc', '\u65e5')
                .ofMaxLength(8);
        // A record that is one empty field is an empty line.
        return field.list().ofMinSize(2).ofMaxSize(4).list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> ends() {
        return Arbitraries.of("\n", "\r\n", "\r");
    }

    @Provide
    Arbitrary<byte[]> bytes() {
        return Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40),
                Arbitraries.strings()
                        .withChars('a', ',', '"', '\r', '\n', '\u00fc')
                        .ofMaxLength(30)
                        .map(text -> text.getBytes(StandardCharsets.UTF_8)));
    }
}
