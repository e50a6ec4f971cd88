package cloud.magento.accounts.link.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.link.benchmark.Plan.Scan;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A plan that PostgreSQL has logged")
final class PlanTest {

    /** One pass over each table, shared by three processes. */
    private static final Plan PASS = Plan.of("""
            duration: 59.128 ms  plan:
            Query Text: select count(*)
              from USER_ENTITY u left join USER_ATTRIBUTE a on a.USER_ID=u.ID
            Finalize Aggregate  (cost=10.00..10.01 rows=1 width=8) (actual rows=1 loops=1)
              ->  Gather  (cost=9.00..9.50 rows=2 width=8) (actual rows=3 loops=1)
                    Workers Planned: 2
                    Workers Launched: 2
                    ->  Hash Left Join  (cost=5.00..8.00 rows=41667 width=0) (actual rows=33333 loops=3)
                          Hash Cond: ((u.id)::text = (a.user_id)::text)
                          ->  Parallel Seq Scan on user_entity u  (cost=0.00..2.00 rows=41667 width=37) \
            (actual rows=33333 loops=3)
                                Filter: ((realm_id)::text = 'cloud'::text)
                          ->  Hash  (cost=4.00..4.00 rows=4 width=37) (actual rows=2 loops=3)
                                ->  Seq Scan on user_attribute a  (cost=0.00..4.00 rows=4 width=37) \
            (actual rows=2 loops=3)
                                      Filter: ((name)::text = 'magentoLinkDeadline'::text)
            """);

    /** The attributes of each user are looked up one by one. */
    private static final Plan LOOKED_UP = Plan.of("""
            duration: 9871.245 ms  plan:
            Query Text: select count(*) from USER_ENTITY u left join USER_ATTRIBUTE a on a.USER_ID=u.ID
            Aggregate  (cost=30.00..30.01 rows=1 width=8) (actual rows=1 loops=1)
              ->  Nested Loop Left Join  (cost=0.42..29.00 rows=1 width=0) (actual rows=100000 loops=1)
                    ->  Seq Scan on user_entity u  (cost=0.00..2.00 rows=1 width=37) (actual rows=100000 loops=1)
                          Filter: ((realm_id)::text = ($1)::text)
                    ->  Index Scan using idx_user_attribute on user_attribute a  (cost=0.42..27.00 rows=1 width=37) \
            (actual rows=0 loops=100000)
                          Index Cond: ((user_id)::text = (u.id)::text)
                          Filter: ((name)::text = 'magentoLinkDeadline'::text)
            """);

    /** The users of a page, and the links of these. */
    private static final Plan PAGE = Plan.of("""
            duration: 1.523 ms  plan:
            Query Text: select u.ID from USER_ENTITY u where u.ID>$1 order by u.ID fetch first $2 rows only
            Limit  (cost=0.42..12.00 rows=100 width=37) (actual rows=100 loops=1)
              ->  Nested Loop Anti Join  (cost=0.42..1200.00 rows=100 width=37) (actual rows=100 loops=1)
                    ->  Index Scan using constraint_fb on user_entity u  (cost=0.42..4.00 rows=5000 width=37) \
            (actual rows=412 loops=1)
                          Index Cond: ((id)::text > 'a'::text)
                    ->  Index Only Scan using constraint_40 on federated_identity l  (cost=0.41..1.00 rows=1 width=37) \
            (actual rows=1 loops=412)
                          Index Cond: ((identity_provider = 'magento'::text) AND (user_id = (u.id)::text))
                    ->  Bitmap Heap Scan on user_role_mapping m  (cost=0.41..1.00 rows=1 width=37) (never executed)
                          Recheck Cond: ((user_id)::text = (u.id)::text)
                          ->  Bitmap Index Scan on idx_user_role_mapping  (cost=0.00..1.00 rows=1 width=0) \
            (never executed)
                                Index Cond: ((user_id)::text = (u.id)::text)
                    ->  Seq Scan on keycloak_role r  (cost=0.00..1.00 rows=9 width=37) (actual rows=9 loops=412)
            """);

    @Test
    void hasTheStatementAndTheSteps() {
        assertThat(PASS.statement())
                .isEqualTo("select count(*) from USER_ENTITY u left join USER_ATTRIBUTE a on a.USER_ID=u.ID");
        assertThat(PASS.steps()).startsWith("Finalize Aggregate  (cost=").endsWith("'magentoLinkDeadline'::text)");
    }

    @Test
    void readsOnlyTablesWithRowsForEachUser() {
        assertThat(PAGE.scans())
                .containsExactly(
                        new Scan("Index Scan", "user_entity", 1, true),
                        new Scan("Index Only Scan", "federated_identity", 412, true),
                        new Scan("Bitmap Heap Scan", "user_role_mapping", 0, true));
    }

    @Test
    void mayReadATableInOnePassOfEachProcess() {
        assertThat(PASS.scans())
                .containsExactly(
                        new Scan("Parallel Seq Scan", "user_entity", 3, false),
                        new Scan("Seq Scan", "user_attribute", 3, false));
        assertThat(PASS.forEachUser()).isEmpty();
    }

    @Test
    void mayLookUpTheUsersOfABatch() {
        assertThat(PAGE.forEachUser()).isEmpty();
        assertThat(new Scan("Index Scan", "user_attribute", 1000, true).isForEachUser())
                .isFalse();
    }

    @Test
    void mayNotLookUpEachUser() {
        assertThat(LOOKED_UP.forEachUser())
                .extracting(Scan::text)
                .containsExactly("Index Scan on user_attribute, 100,000 times");
    }

    @Test
    void mayNotReadAWholeTableForEachUserOfABatch() {
        assertThat(new Scan("Seq Scan", "user_attribute", 100, false).isForEachUser())
                .isTrue();
    }

    @Test
    void hasTheShapeOfAnyRunOfTheSamePlan() {
        Plan later = Plan.of("duration: 1 ms  plan:\nQuery Text: " + PAGE.statement() + "\n"
                + PAGE.steps().replace("loops=412", "loops=7").replace("'a'::text", "'b'::text"));

        assertThat(later.shape()).isEqualTo(PAGE.shape()).isNotEqualTo(PASS.shape());
    }

    @Test
    void isNoOtherMessage() {
        assertThatThrownBy(() -> Plan.of("checkpoint starting: time")).isInstanceOf(IllegalArgumentException.class);
    }
}
