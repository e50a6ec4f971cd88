package cloud.magento.accounts.link.it.admin;

/** The counts of {@code progress} as an admin would write them in SQL, for the users of {@link GeneratedRollout}. */
public final class CountsByHand {

    /** Texts of instants in the form of the extension have the order of the instants. */
    private static final String STATES = """
            SELECT s.state, count(*)
            FROM (SELECT CASE WHEN NOT u.enabled THEN 'disabled'
                              WHEN link.user_id IS NOT NULL THEN 'connected'
                              WHEN u.service_account_client_link IS NOT NULL
                                   OR u.id IN (SELECT m.user_id FROM user_role_mapping m
                                               JOIN keycloak_role r ON r.id = m.role_id
                                               WHERE r.name = 'magento-link-exempt')
                                   OR u.id IN (SELECT m.user_id FROM user_group_membership m
                                               JOIN keycloak_group g ON g.id = m.group_id
                                               WHERE g.name IN ('partners', 'external'))
                                   OR until.value > now.text
                              THEN 'exempt'
                              WHEN deadline.value <= now.text OR (deadline.value IS NULL AND %s) THEN 'overdue'
                              WHEN snoozed.value > now.text THEN 'snoozed'
                              ELSE 'pending' END AS state
                  FROM (SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS text) now,
                       user_entity u
                  LEFT JOIN federated_identity link ON link.user_id = u.id AND link.identity_provider = 'magento'
                  LEFT JOIN user_attribute until ON until.user_id = u.id AND until.name = 'magentoLinkExemptUntil'
                  LEFT JOIN user_attribute deadline ON deadline.user_id = u.id AND deadline.name = 'magentoLinkDeadline'
                  LEFT JOIN user_attribute snoozed
                         ON snoozed.user_id = u.id AND snoozed.name = 'magentoLinkSnoozedUntil'
                  WHERE u.realm_id = (SELECT id FROM realm WHERE name = 'cloud')) s
            GROUP BY s.state
            """;

    /** How many connected on each day. */
    public static final String CONNECTED_BY_DAY = """
            SELECT (since.value::timestamptz AT TIME ZONE 'America/Los_Angeles')::date::text, count(*)
            FROM user_entity u
            JOIN federated_identity link ON link.user_id = u.id AND link.identity_provider = 'magento'
            JOIN user_attribute since ON since.user_id = u.id AND since.name = 'magentoLinkSince'
            WHERE u.realm_id = (SELECT id FROM realm WHERE name = 'cloud') AND u.enabled
            GROUP BY 1
            """;

    private CountsByHand() {}

    /**
     * The number of users in each state.
     *
     * @param due whether the general cutoff has passed
     */
    public static String states(boolean due) {
        return String.format(STATES, due);
    }
}
