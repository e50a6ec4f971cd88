package cloud.magento.accounts.link.benchmark;

import static java.net.http.HttpResponse.BodyHandlers.ofInputStream;

import cloud.magento.accounts.link.it.admin.CountsByHand;
import cloud.magento.accounts.link.it.admin.GeneratedRollout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;

/** The endpoints for admins in a realm with many users, and the same questions in plain SQL. */
final class Reports {

    private static final int PAGE = 100;
    private static final int FETCH = 1000;

    /** What a row of the list shows, for the rows that a condition and a limit choose. */
    private static final String LIST = """
            SELECT u.id, u.username, u.email, u.enabled, u.service_account_client_link, link.federated_user_id,
                   (SELECT string_agg(a.name || '=' || a.value, ',') FROM user_attribute a
                    WHERE a.user_id = u.id AND a.name LIKE 'magentoLink%%'),
                   EXISTS (SELECT 1 FROM user_role_mapping m JOIN keycloak_role r ON r.id = m.role_id
                           WHERE m.user_id = u.id AND r.name = 'magento-link-exempt'),
                   EXISTS (SELECT 1 FROM user_group_membership m JOIN keycloak_group g ON g.id = m.group_id
                           WHERE m.user_id = u.id AND g.name IN ('partners', 'external'))
            FROM user_entity u
            LEFT JOIN federated_identity link ON link.user_id = u.id AND link.identity_provider = 'magento'
            WHERE u.realm_id = (SELECT id FROM realm WHERE name = 'cloud') %s
            ORDER BY u.id %s
            """;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Side side;
    private final Connection byHand;
    private final GeneratedRollout rollout;

    /** The id of a user after nine tenths of all. */
    private final String deep;

    Reports(Side side, Connection byHand, GeneratedRollout rollout, int users) throws SQLException {
        this.side = side;
        this.byHand = byHand;
        this.rollout = rollout;
        this.deep = idAt(users * 9L / 10);
    }

    /** What is done with each question. A call asks it once. */
    interface Each {

        /** A question about all users. */
        void pass(String name, Callable<Long> ours, Callable<Long> plain) throws Exception;

        /** A question about a page of users. */
        void page(String name, Callable<Long> ours, Callable<Long> plain) throws Exception;

        /** A question for which there is no plain SQL. */
        void other(String name, Callable<Long> ours) throws Exception;
    }

    /** Gives all questions, each under the settings that belong to it. */
    void forEach(Each each) throws Exception {
        side.set(Map.of(
                "exemptGroups", GeneratedRollout.EXEMPT_GROUP, "cutoff", "2999-01-01", "remindFrom", "2020-01-01"));
        each.pass("progress, before the cutoff", () -> get("progress"), () -> counts(false));
        side.set(Map.of("cutoff", "2020-04-01", "remindFrom", ""));
        each.pass("progress, after the cutoff", () -> get("progress"), () -> counts(true));
        each.pass(
                "preview of another cutoff",
                () -> post("preview", "{\"settings\":{\"cutoff\":\"2999-01-01\"}}"),
                () -> counts(true) + counts(false));
        each.page("users, first page", () -> get("users?max=" + PAGE), () -> list("", "LIMIT " + PAGE));
        each.page(
                "users, a page after 90 %",
                () -> get("users?max=" + PAGE + "&after=" + deep),
                () -> list("AND u.id > '" + deep + "'", "LIMIT " + PAGE));
        each.page(
                "users, first page of the overdue",
                () -> get("users?state=overdue&max=" + PAGE),
                () -> list(
                        "AND u.enabled AND link.user_id IS NULL AND NOT EXISTS (SELECT 1 FROM user_attribute d"
                                + " WHERE d.user_id = u.id AND d.name = 'magentoLinkDeadline'"
                                + " AND d.value > to_char(now(), 'YYYY-MM-DD'))",
                        "LIMIT " + PAGE));
        each.page(
                "users, search by a part of the name",
                () -> get("users?search=generated-77&max=" + PAGE),
                () -> list(
                        "AND (lower(u.username) LIKE '%generated-77%' OR lower(u.email) LIKE '%generated-77%')",
                        "LIMIT " + PAGE));
        each.pass("all users as CSV", () -> csv("users"), () -> list("", ""));
        each.other("check", () -> get("check"));
        side.set(Map.of("waves", "5% 2020-04-01##/generated/department-1 2020-04-01##25% 2020-04-01##50% 2020-04-01"));
        each.other("progress with four waves, three of them shares", () -> get("progress"));
        side.set(Map.of("waves", "", "exemptGroups", ""));
    }

    long get(String path) throws IOException, InterruptedException {
        return read(request(path).header("Accept", "application/json").build());
    }

    long csv(String path) throws IOException, InterruptedException {
        return read(request(path).header("Accept", "text/csv").build());
    }

    private long post(String path, String json) throws IOException, InterruptedException {
        return read(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(side.address() + "/admin/realms/cloud/magento-link/" + path))
                .header("Authorization", "Bearer " + side.token());
    }

    /** Reads the whole answer, and keeps nothing of it. */
    private long read(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(request, ofInputStream());
        try (InputStream body = response.body()) {
            long length = body.transferTo(OutputStream.nullOutputStream());
            if (response.statusCode() != 200) {
                throw new IOException(request.uri() + " answered " + response.statusCode());
            }
            return length;
        }
    }

    private long counts(boolean due) throws SQLException {
        return rollout.counts(CountsByHand.states(due)).size()
                + rollout.counts(CountsByHand.CONNECTED_BY_DAY).size();
    }

    /** Reads the rows as a client does that keeps few of them in memory. */
    private long list(String condition, String limit) throws SQLException {
        byHand.setAutoCommit(false);
        long length = 0;
        try (PreparedStatement statement = byHand.prepareStatement(
                String.format(LIST, condition, limit), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    length += rows.getString(1).length();
                }
            }
        }
        byHand.commit();
        return length;
    }

    private String idAt(long offset) throws SQLException {
        try (PreparedStatement statement = byHand.prepareStatement("SELECT id FROM user_entity"
                        + " WHERE username LIKE 'generated-%' ORDER BY id LIMIT 1 OFFSET " + offset);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }
}
