package cloud.magento.accounts.link.change;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads CSV by RFC 4180, one record at a time, and keeps no more than one record in memory. The text must be UTF-8,
 * with or without a byte order mark. Lines end with CR LF, LF or CR, and empty lines count for nothing.
 *
 * <p>It reads bytes: in UTF-8 no byte of a longer character is a comma, a quotation mark or the end of a line.
 */
final class CsvReader {

    /** More than a name of 255 characters and an instant need. */
    static final int LONGEST_RECORD = 4096;

    private static final int END = -1;
    private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

    private final InputStream input;

    private boolean isStarted;
    private long line = 1;
    private long recordLine;
    private int recordLength;
    private List<String> fields = new ArrayList<>();
    private final ByteArrayOutputStream field = new ByteArrayOutputStream();

    /**
     * A record.
     *
     * @param line the line at which it begins, from 1
     * @param fields at least one
     */
    record CsvRecord(long line, List<String> fields) {}

    /** Where the reader is within a field. */
    private enum Position {
        START,
        UNQUOTED,
        QUOTED,
        AFTER_QUOTES
    }

    /** Creates the reader. The caller closes the input. */
    CsvReader(InputStream input) {
        this.input = new BufferedInputStream(input);
    }

    /**
     * The next record; empty: the input has ended.
     *
     * @throws MalformedCsvException if the text is not CSV in UTF-8, or a record is longer than {@link #LONGEST_RECORD}
     *     bytes. The reader cannot be used any more
     */
    Optional<CsvRecord> next() throws IOException, MalformedCsvException {
        if (!isStarted) {
            isStarted = true;
            skipByteOrderMark();
        }
        while (true) {
            fields = new ArrayList<>();
            recordLine = line;
            recordLength = 0;
            boolean isLast = readRecord();
            boolean isEmpty = fields.size() == 1 && fields.get(0).isEmpty();
            if (!isEmpty) {
                return Optional.of(new CsvRecord(recordLine, List.copyOf(fields)));
            }
            if (isLast) {
                return Optional.empty();
            }
        }
    }

    private void skipByteOrderMark() throws IOException {
        input.mark(BYTE_ORDER_MARK.length);
        for (int expected : BYTE_ORDER_MARK) {
            if (input.read() != expected) {
                input.reset();
                return;
            }
        }
    }

    /** Reads the fields of a record and the end of its line. Returns whether the input has ended. */
    private boolean readRecord() throws IOException, MalformedCsvException {
        Position position = Position.START;
        while (true) {
            int next = read();
            if (position == Position.QUOTED) {
                position = readQuoted(next);
            } else if (next == ',') {
                endField();
                position = Position.START;
            } else if (next == END || next == '\n' || next == '\r') {
                endField();
                return next == END;
            } else {
                position = readOutside(next, position);
            }
        }
    }

    private Position readQuoted(int next) throws IOException, MalformedCsvException {
        if (next == END) {
            throw malformed("A quotation mark is not closed.");
        }
        if (next != '"') {
            field.write(next);
            return Position.QUOTED;
        }
        if (peek() == '"') {
            field.write(read());
            return Position.QUOTED;
        }
        return Position.AFTER_QUOTES;
    }

    private Position readOutside(int next, Position position) throws MalformedCsvException {
        if (position == Position.START && next == '"') {
            return Position.QUOTED;
        }
        if (position == Position.AFTER_QUOTES) {
            throw malformed("Only a comma or the end of the line can follow a field in quotation marks.");
        }
        if (next == '"') {
            throw malformed("A field that contains a quotation mark must be in quotation marks, and must double it.");
        }
        field.write(next);
        return Position.UNQUOTED;
    }

    /** The next byte. The end of a line is one byte for the caller: of CR LF it is the LF. */
    private int read() throws IOException, MalformedCsvException {
        int next = input.read();
        if (next == '\r' && peek() == '\n') {
            next = input.read();
        }
        if (next == '\n' || next == '\r') {
            line++;
        }
        if (next != END && ++recordLength > LONGEST_RECORD) {
            throw malformed("A record has more than " + LONGEST_RECORD + " bytes.");
        }
        return next;
    }

    private int peek() throws IOException {
        input.mark(1);
        int next = input.read();
        input.reset();
        return next;
    }

    private void endField() throws MalformedCsvException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(field.toByteArray()))
                    .toString();
            if (text.chars().anyMatch(c -> Character.isISOControl(c) && "\t\r\n".indexOf(c) < 0)) {
                throw malformed("It contains control characters, so it is not text.");
            }
            fields.add(text);
            field.reset();
        } catch (CharacterCodingException e) {
            throw malformed("It is not text in UTF-8.");
        }
    }

    private MalformedCsvException malformed(String message) {
        return new MalformedCsvException(recordLine, message);
    }
}
