package cloud.magento.accounts.link.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.idm.ErrorRepresentation;
import org.keycloak.services.ErrorResponseException;

@DisplayName("The request for a preview")
final class PreviewRequestTest {

    @Test
    void needsNoField() {
        assertThat(read("{}")).isEqualTo(new PreviewRequest(Map.of(), Optional.empty()));
        assertThat(read("{\"settings\": null, \"at\": null}")).isEqualTo(read("{}"));
        assertThat(read("{\"settings\": {}, \"at\": \" \"}")).isEqualTo(read("{}"));
    }

    @Test
    void hasSettingsAsTheyAreStored() {
        assertThat(read("{\"settings\": {\"cutoff\": \"2020-04-01\", \"exemptRoles\": \"a##b\", \"graceDays\": null}}")
                        .settings())
                .isEqualTo(Map.of("cutoff", "2020-04-01", "exemptRoles", "a##b", "graceDays", ""));
    }

    @Test
    void takesAListForASettingWithSeveralValues() {
        assertThat(read("{\"settings\": {\"exemptRoles\": [\"a\", \"b\"], \"exemptGroups\": []}}")
                        .settings())
                .isEqualTo(Map.of("exemptRoles", "a##b", "exemptGroups", ""));
    }

    @Test
    void hasAnInstant() {
        assertThat(read("{\"at\": \" 2020-04-01 \"}").at()).contains("2020-04-01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "1",
                "\"settings\"",
                "{",
                "{} {}",
                "{'at': 1}",
                "<a/>",
                "{\"at\": \"x\", \"at\": \"y\"}",
                "{\"at\": \"\\uZZZZ\"}"
            })
    void isAJsonObject(String body) {
        assertRefused("body", body);
    }

    @Test
    void isText() {
        assertRefused("body", new ByteArrayInputStream(new byte[] {'{', '"', (byte) 0xFF, (byte) 0xFE, '"', '}'}));
        assertRefused("body", InputStream.nullInputStream());
        assertRefused("body", new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("The client has gone");
            }
        });
    }

    @Test
    void hasALimitOfSizeAndDepth() {
        String rest = "{\"at\": \"\"}";
        assertThat(read(rest + " ".repeat(PreviewRequest.MAX_BYTES - rest.length())))
                .isNotNull();
        assertRefused("body", rest + " ".repeat(PreviewRequest.MAX_BYTES - rest.length() + 1));
        assertRefused("body", "[".repeat(60_000));
        assertRefused("body", "{\"at\": " + "9".repeat(60_000) + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"when\": \"2020-04-01\"}                    | when",
                "{\"settings\": []}                            | settings",
                "{\"settings\": \"\"}                          | settings",
                "{\"at\": 1585699200}                          | at",
                "{\"at\": {}}                                  | at",
                "{\"at\": false}                               | at",
                "{\"settings\": {\"graceDays\": 3}}            | graceDays",
                "{\"settings\": {\"primaryLogin\": true}}      | primaryLogin",
                "{\"settings\": {\"cutoff\": {}}}              | cutoff",
                "{\"settings\": {\"cutoff\": [\"2020-04-01\"]}} | cutoff",
                "{\"settings\": {\"exemptRoles\": [1]}}        | exemptRoles",
                "{\"settings\": {\"exemptRoles\": [null]}}     | exemptRoles",
                "{\"settings\": {\"exemptRoles\": [[\"a\"]]}}  | exemptRoles",
                "{\"settings\": {\"exemptRoles\": [\"a##b\"]}} | exemptRoles",
                "{\"settings\": {\"exemptRoles\": {}}}         | exemptRoles",
                "{\"settings\": {\"idpAlias\": \"a\\u0000\"}}  | idpAlias",
                "{\"settings\": {\"idpAlias\": \"a\\ud800\"}}  | idpAlias"
            })
    void isRefusedWithTheNameOfTheField(String body, String field) {
        assertRefused(field, body);
    }

    private static PreviewRequest read(String body) {
        return PreviewRequest.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertRefused(String field, String body) {
        assertRefused(field, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertRefused(String field, InputStream body) {
        assertThatThrownBy(() -> PreviewRequest.read(body)).isInstanceOfSatisfying(ErrorResponseException.class, e -> {
            assertThat(e.getResponse().getStatus()).isEqualTo(400);
            ErrorRepresentation error = (ErrorRepresentation) e.getResponse().getEntity();
            assertThat(error.getField()).isEqualTo(field);
            assertThat(error.getErrorMessage()).startsWith(field + " ");
        });
    }
}
