package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of two snapshots of a schema. */
class SchemaDifferenceTest {
    private static final String BEFORE = """
            {'schemas': [{'name': 's'}],
             'types': [{'schema': 's', 'name': 'mood', 'kind': 'enum', 'values': ['fine']}],
             'tables': [{'schema': 's', 'name': 't', 'kind': 'table', 'rowEstimate': 5,
               'columns': [{'name': 'id', 'type': 'bigint', 'nullable': false}, {'name': 'mail', 'type': 'text', 'nullable': true}],
               'primaryKey': ['id'], 'uniqueKeys': [{'name': 'u', 'columns': ['mail']}], 'foreignKeys': [], 'indexes': [],
               'checks': [{'name': 'c', 'expression': 'id > 0'}]},
              {'schema': 's', 'name': 'v', 'kind': 'view', 'definition': 'SELECT 1', 'columns': [], 'primaryKey': []}]}
            """;

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static String changes(String before, String after) {
        return SchemaDifference.between(json(before), json(after)).toString().replace('"', '\'');
    }

    @Test
    void the_same_schema_has_no_changes_however_many_rows_it_has_by_now() {
        assertThat(changes(BEFORE, BEFORE.replace("'rowEstimate': 5", "'rowEstimate': 7")))
                .isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name': 'mail', 'type': 'text', 'nullable': true} | {'name': 'mail', 'type': 'text', 'nullable': false} "
                        + "| {'change':'modified','what':'column','schema':'s','table':'t','name':'mail','before':{'name':'mail','type':'text',"
                        + "'nullable':true},'after':{'name':'mail','type':'text','nullable':false}}",
                "'primaryKey': ['id'] | 'primaryKey': [] "
                        + "| {'change':'removed','what':'primaryKey','schema':'s','table':'t','before':['id']}",
                "'checks': [{'name': 'c', 'expression': 'id > 0'}] | 'checks': [] "
                        + "| {'change':'removed','what':'check','schema':'s','table':'t','name':'c','before':{'name':'c','expression':'id > 0'}}",
                "'foreignKeys': [] | 'foreignKeys': [{'name': 'f', 'columns': ['id']}] "
                        + "| {'change':'added','what':'foreignKey','schema':'s','table':'t','name':'f','after':{'name':'f','columns':['id']}}",
                "'values': ['fine'] | 'values': ['fine', 'sad'] "
                        + "| {'change':'modified','what':'type','schema':'s','name':'mood','before':{'schema':'s','name':'mood','kind':'enum',"
                        + "'values':['fine']},'after':{'schema':'s','name':'mood','kind':'enum','values':['fine','sad']}}",
                "'definition': 'SELECT 1' | 'definition': 'SELECT 2' "
                        + "| {'change':'modified','what':'view','schema':'s','name':'v','before':{'schema':'s','name':'v','kind':'view',"
                        + "'definition':'SELECT 1'},'after':{'schema':'s','name':'v','kind':'view','definition':'SELECT 2'}}",
                "{'name': 's'} | {'name': 's'}, {'name': 'x'} | {'change':'added','what':'schema','name':'x','after':{'name':'x'}}"
            })
    void one_thing_that_changed_is_one_change(String old, String now, String change) {
        assertThat(changes(BEFORE, BEFORE.replace(old, now))).isEqualTo("[" + change + "]");
    }

    @Test
    void a_table_that_came_or_went_is_one_change_and_a_renamed_one_is_two() {
        assertThat(changes("{'tables': []}", BEFORE))
                .contains("{'change':'added','what':'table','schema':'s','name':'t','after':{")
                .contains("{'change':'added','what':'view','schema':'s','name':'v','after':{")
                .doesNotContain("'what':'column'");
        assertThat(changes(BEFORE, BEFORE.replace("'name': 't'", "'name': 'renamed'")))
                .startsWith("[{'change':'added','what':'table','schema':'s','name':'renamed'")
                .contains("{'change':'removed','what':'table','schema':'s','name':'t'");
    }

    @Test
    void changes_come_in_the_order_of_names_and_of_parts() {
        String after = BEFORE.replace("'name': 'mail'", "'name': 'address'").replace("'name': 'c'", "'name': 'd'");
        assertThat(SchemaDifference.between(json(BEFORE), json(after)).findValuesAsText("what"))
                .containsExactly("column", "column", "check", "check");
    }
}
