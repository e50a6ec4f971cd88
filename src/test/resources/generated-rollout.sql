-- Users in the middle of a rollout, for PostgreSQL: the same for each run with the same numbers, except that instants are
-- relative to the day. GeneratedRollout runs it in tests. By hand, at a Keycloak that is stopped, or whose realm and user
-- caches are cleared afterwards:
--
--   psql -h 127.0.0.1 -U keycloak -v realm=cloud -v users=100000 -1 -f src/test/resources/generated-rollout.sql keycloak
--
-- Their names are generated-1, generated-2 and so on. Of 1000 users
--   600 are connected, since one of the last 90 days;
--   20 are disabled, 10 of them connected;
--   5 are exempt by the role magento-link-exempt, and 10 as members of /generated/partners and its subgroup, if the
--   settings name it;
--   2 have a personal deadline, 30 days ahead or 30 days ago;
--   150 have chosen "Not now" until tomorrow, and 150 until a day that is over.
-- Each is a member of one of ten groups /generated/department-0 to department-9, and has the realm's default role, the
-- password of the first user of the realm who has one, and four attributes of other origin.

INSERT INTO keycloak_group (id, name, parent_group, realm_id, type)
SELECT md5('generated-group-' || path)::uuid::text,
       regexp_replace(path, '.*/', ''),
       CASE WHEN path = 'generated' THEN ' '
            ELSE md5('generated-group-' || regexp_replace(path, '/[^/]*$', ''))::uuid::text END,
       realm.id,
       0
FROM realm,
     (SELECT unnest(ARRAY['generated', 'generated/partners', 'generated/partners/external']) AS path
      UNION ALL
      SELECT 'generated/department-' || n FROM generate_series(0, 9) n) groups
WHERE realm.name = :'realm';

INSERT INTO user_entity (id, username, email, email_constraint, email_verified, enabled, first_name, last_name, realm_id,
                         created_timestamp, not_before)
SELECT md5('generated-' || n)::uuid::text,
       'generated-' || n,
       'generated-' || n || '@example.com',
       'generated-' || n || '@example.com',
       n % 20 > 0,
       n % 100 NOT IN (7, 34),
       'First ' || n,
       'Last ' || n,
       realm.id,
       (extract(epoch FROM date_trunc('day', now())) * 1000)::bigint - n,
       0
FROM realm, generate_series(1, :users) n
WHERE realm.name = :'realm';

INSERT INTO credential (id, user_id, type, created_date, secret_data, credential_data, priority, version)
SELECT md5('generated-password-' || n)::uuid::text, md5('generated-' || n)::uuid::text, 'password',
       model.created_date, model.secret_data, model.credential_data, 10, 0
FROM generate_series(1, :users) n,
     (SELECT c.* FROM credential c JOIN user_entity u ON u.id = c.user_id JOIN realm ON realm.id = u.realm_id
      WHERE realm.name = :'realm' AND c.type = 'password' ORDER BY u.username LIMIT 1) model;

INSERT INTO user_role_mapping (user_id, role_id)
SELECT md5('generated-' || n)::uuid::text, role.id
FROM realm JOIN keycloak_role role ON role.realm_id = realm.id AND NOT role.client_role, generate_series(1, :users) n
WHERE realm.name = :'realm'
  AND (role.name = 'default-roles-' || realm.name OR (role.name = 'magento-link-exempt' AND n % 200 = 19));

INSERT INTO user_group_membership (user_id, group_id, membership_type)
SELECT md5('generated-' || n)::uuid::text, md5('generated-group-generated/department-' || n / 7 % 10)::uuid::text,
       'UNMANAGED'
FROM generate_series(1, :users) n
UNION ALL
SELECT md5('generated-' || n)::uuid::text, md5('generated-group-generated/partners')::uuid::text, 'UNMANAGED'
FROM generate_series(1, :users) n WHERE n % 200 = 39
UNION ALL
SELECT md5('generated-' || n)::uuid::text, md5('generated-group-generated/partners/external')::uuid::text, 'UNMANAGED'
FROM generate_series(1, :users) n WHERE n % 200 = 59;

INSERT INTO federated_identity (identity_provider, realm_id, federated_user_id, federated_username, user_id)
SELECT 'magento', realm.id, md5('generated-upstream-' || n)::uuid::text, 'generated-' || n || '@example.com',
       md5('generated-' || n)::uuid::text
FROM realm, generate_series(1, :users) n
WHERE realm.name = :'realm' AND n % 10 IN (0, 2, 3, 5, 7, 8);

INSERT INTO user_attribute (id, user_id, name, value)
SELECT md5('generated-attribute-' || attribute.name || n)::uuid::text, md5('generated-' || n)::uuid::text,
       attribute.name, attribute.value
FROM generate_series(1, :users) n,
     LATERAL (VALUES
         (true, 'locale', CASE n % 4 WHEN 0 THEN 'ja' WHEN 1 THEN 'de' ELSE 'en' END),
         (true, 'customerId', 'customer-' || n / 3),
         (true, 'phone', '+1 555 ' || n),
         (true, 'department', 'department-' || n / 7 % 10),
         (n % 10 IN (0, 2, 3, 5, 7, 8), 'magentoLinkSince',
          to_char((now() - n % 90 * interval '1 day' - n % 1440 * interval '1 minute') AT TIME ZONE 'UTC',
                  'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
         (n % 10 IN (0, 1, 2, 4, 5, 6, 8), 'magentoLinkFirstAsked',
          to_char((now() - (n % 60 + 1) * interval '1 day') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
         (n % 10 IN (1, 4, 6), 'magentoLinkSnoozes', (n % 5 + 1)::text),
         (n % 10 IN (1, 4, 6) AND n / 10 % 2 = 0, 'magentoLinkSnoozedUntil',
          to_char((now() + interval '1 day') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
         (n % 10 IN (1, 4, 6) AND n / 10 % 2 = 1, 'magentoLinkSnoozedUntil',
          to_char((now() - n % 50 * interval '1 day') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
         (n % 1000 = 11, 'magentoLinkDeadline',
          to_char((now() + interval '30 days') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
         (n % 1000 = 21, 'magentoLinkDeadline',
          to_char((now() - interval '30 days') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
     ) AS attribute (has, name, value)
WHERE attribute.has;

ANALYZE user_entity, user_attribute, federated_identity, user_group_membership, user_role_mapping, credential;
