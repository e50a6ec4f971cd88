package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.report.ReportedUser;
import cloud.magento.accounts.link.report.Rollout;
import cloud.magento.accounts.link.report.UserFilter;
import cloud.magento.accounts.link.report.UserReport;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Writes all users of a list as CSV, by RFC 4180. It keeps one page in memory, and reads each in a short transaction of
 * its own, so that a slow reader does not keep a transaction open.
 *
 * @param rollout the settings and the instant at which the states of all pages are decided
 * @param filter the first page
 */
public record UserCsv(KeycloakSessionFactory sessions, Rollout rollout, UserFilter filter) implements StreamingOutput {

    /** A spreadsheet takes a text that starts with one of these for a formula. */
    private static final String FORMULA_STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private static final String END_OF_LINE = "\r\n";

    /** The columns, read once: Java creates them anew at each call. */
    private static final List<RecordComponent> COLUMNS = List.of(UserJson.class.getRecordComponents());

    /** Writes the header and a line for each user. */
    @Override
    public void write(OutputStream output) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
        writer.write(header());
        UserFilter page = filter;
        List<ReportedUser> users;
        do {
            users = read(page);
            for (ReportedUser user : users) {
                writer.write(line(UserJson.of(user)));
            }
            if (!users.isEmpty()) {
                page = filter.after(users.get(users.size() - 1).id());
            }
        } while (users.size() == filter.max());
        writer.flush();
    }

    private List<ReportedUser> read(UserFilter page) {
        return KeycloakModelUtils.runJobInTransactionWithResult(sessions, session -> {
            Rollout sameRollout = rollout.in(session);
            session.getContext().setRealm(sameRollout.realm());
            return UserReport.list(sameRollout, page);
        });
    }

    static String header() {
        return COLUMNS.stream().map(RecordComponent::getName).collect(Collectors.joining(",", "", END_OF_LINE));
    }

    static String line(UserJson user) {
        return COLUMNS.stream()
                .map(component -> field(value(component, user)))
                .collect(Collectors.joining(",", "", END_OF_LINE));
    }

    private static String value(RecordComponent component, UserJson user) {
        try {
            return Objects.toString(component.getAccessor().invoke(user), "");
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Quotes every text that needs it. An apostrophe in front makes a spreadsheet show a formula as text. */
    static String field(String text) {
        boolean isFormula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        String safe = isFormula ? "'" + text : text;
        boolean needsQuotes = isFormula || safe.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0);
        return needsQuotes ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
