package cloud.magento.accounts.link.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.link.change.CsvReader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("CSV")
final class CsvReaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"a,b\r\nc,d\r\n", "a,b\nc,d", "a,b\rc,d\r", "\n\r\na,b\r\n\r\nc,d\n\n"})
    void hasRecordsOnLinesThatEndInAnyWay(String text) throws Exception {
        assertThat(fieldsOf(text)).containsExactly(List.of("a", "b"), List.of("c", "d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF", "\r\n", "\n\n", "\uFEFF\n"})
    void canBeEmpty(String text) throws Exception {
        assertThat(fieldsOf(text)).isEmpty();
    }

    @Test
    void canHaveAByteOrderMark() throws Exception {
        assertThat(fieldsOf("\uFEFFa,b")).containsExactly(List.of("a", "b"));
    }

    @Test
    void keepsEmptyFieldsAndSpaces() throws Exception {
        assertThat(fieldsOf(",\n a ,\n,,\n")).containsExactly(List.of("", ""), List.of(" a ", ""), List.of("", "", ""));
    }

    @Test
    void hasFieldsInQuotationMarks() throws Exception {
        assertThat(fieldsOf("\"a,\"\"b\"\"\r\nc\",\"\"\n\"\"\"\""))
                .containsExactly(List.of("a,\"b\"\nc", ""), List.of("\""));
    }

    @Test
    void tellsTheLineAtWhichARecordBegins() throws Exception {
        assertThat(read("a\r\n\r\n\"b\nb\"\nc\n")).extracting(CsvRecord::line).containsExactly(1L, 3L, 5L);
    }

    @Test
    void isUtf8() throws Exception {
        assertThat(fieldsOf("j\u00fcrgen,\ud83d\ude00")).containsExactly(List.of("j\u00fcrgen", "\ud83d\ude00"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a\\n\"b|2|not closed",
                "a\\n\"b\"c|2|Only a comma",
                "\"b\" ,c|1|Only a comma",
                "b\"c\"|1|double it",
                "a\\nb\\0|2|control characters"
            })
    void isRejectedWithItsLineIfItIsMalformed(String text, long line, String message) {
        assertMalformed(text.translateEscapes().getBytes(StandardCharsets.UTF_8), line, message);
    }

    @Test
    void isRejectedIfItIsNotUtf8() {
        assertMalformed("a\nj\u00fcrgen,x\n".getBytes(StandardCharsets.ISO_8859_1), 2, "UTF-8");
        assertMalformed("a,b\n".getBytes(StandardCharsets.UTF_16), 1, "UTF-8");
        assertMalformed(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, 1, "UTF-8");
    }

    @Test
    void canHaveRecordsUpToALimit() throws Exception {
        String longest = "x".repeat(CsvReader.LONGEST_RECORD);

        assertThat(fieldsOf(longest)).containsExactly(List.of(longest));
        assertMalformed((longest + "x").getBytes(StandardCharsets.UTF_8), 1, "4096 bytes");
        assertMalformed(("\"" + longest).getBytes(StandardCharsets.UTF_8), 1, "4096 bytes");
    }

    /** An endless line is rejected, and not read into memory. */
    @Test
    void isNotReadToTheEndOfALineThatHasNone() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        assertThatThrownBy(() -> new CsvReader(endless).next()).isInstanceOf(MalformedCsvException.class);
    }

    private static void assertMalformed(byte[] text, long line, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        MalformedCsvException.class, e -> assertThat(e.line()).isEqualTo(line))
                .hasMessageContaining(message);
    }

    private static List<List<String>> fieldsOf(String text) throws IOException, MalformedCsvException {
        return read(text).stream().map(CsvRecord::fields).toList();
    }

    private static List<CsvRecord> read(String text) throws IOException, MalformedCsvException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    static List<CsvRecord> read(byte[] text) throws IOException, MalformedCsvException {
        CsvReader reader = new CsvReader(new ByteArrayInputStream(text));
        List<CsvRecord> records = new ArrayList<>();
        Optional<CsvRecord> next = reader.next();
        while (next.isPresent()) {
            records.add(next.get());
            next = reader.next();
        }
        return records;
    }
}
