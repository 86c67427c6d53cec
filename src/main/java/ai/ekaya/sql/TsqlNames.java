package ai.ekaya.sql;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words and names that a guest's T-SQL may not use. */
final class TsqlNames {
    /**
     * SECURITY: the reserved words that are no part of a query. T-SQL needs no semicolon between statements, so {@code SELECT 1 FROM t
     * SHUTDOWN} is two, while the parser library takes the last word for an alias. None of them can be a name without quotes.
     */
    private static final Set<String> STATEMENT_WORDS = words("""
            add alter authorization backup begin break browse bulk cascade check checkpoint close clustered column commit
            compute constraint continue create cursor database dbcc deallocate declare default delete deny disk distributed
            drop dump errlvl exec execute exit external file fillfactor foreign function goto grant holdlock identity
            identity_insert identitycol if index insert into key kill lineno load merge nocheck nonclustered off offsets open
            opendatasource openquery openrowset openxml plan primary print proc procedure public raiserror read readtext
            reconfigure references replication restore restrict return revert revoke rollback rowcount rowguidcol rule save
            schema securityaudit set setuser shutdown statistics table textsize tran transaction trigger truncate tsequal
            unique update updatetext use view waitfor while writetext""");
    /** Hints that lock more or longer than reading does; refused in any spelling and place, as they need no WITH. */
    private static final Set<String> LOCKS =
            words("holdlock paglock repeatableread rowlock serializable tablock tablockx updlock xlock");

    private static final List<String> FUNCTION_STARTS = List.of(
            "xp_",
            "sp_",
            "asymkey",
            "cert",
            "decryptby",
            "encryptby",
            "filegroup",
            "key_",
            "signby",
            "suser_",
            "symkey",
            "verifysignedby");
    /** Where the server is and what it is, its files, logins and keys. */
    private static final Set<String> FUNCTIONS = words("""
            connectionproperty context_info databasepropertyex eventdata file_id file_idex file_name fileproperty
            filepropertyex get_filestream_transaction_context has_dbaccess host_id host_name is_objectsigned is_srvrolemember
            loginproperty openquery opendatasource openrowset openxml publishingservername pwdcompare pwdencrypt
            serverproperty session_context""");
    /** What describes the database's own tables; all other names of schema sys are refused. */
    private static final Set<String> CATALOG_VIEWS = words("""
            all_columns all_objects all_views check_constraints columns computed_columns default_constraints
            extended_properties foreign_key_columns foreign_keys identity_columns index_columns indexes key_constraints
            objects partition_functions partition_range_values partition_schemes partitions periods schemas sequences stats
            stats_columns synonyms tables types views""");
    /** Views of old versions, which are found without their schema. */
    private static final Set<String> OLD_VIEWS = words("""
            sysaltfiles syscacheobjects syscharsets syscolumns syscomments sysconfigures sysconstraints syscurconfigs
            syscursorcolumns syscursorrefs syscursors syscursortables sysdatabases sysdepends sysdevices sysfilegroups
            sysfiles sysforeignkeys sysfulltextcatalogs sysindexes sysindexkeys syslanguages syslockinfo syslogins
            sysmembers sysmessages sysobjects sysoledbusers sysopentapes sysperfinfo syspermissions sysprocesses sysprotects
            sysreferences sysremotelogins syssegments sysservers systypes sysusers""");
    /** Methods of xml, spatial and hierarchyid values: {@code t.column.value('…', 'int')} has three parts. */
    private static final Set<String> METHODS = words("""
            exist getancestor getdescendant getlevel getreparentedvalue isdescendantof lat long nodes query starea
            stasbinary stastext stbuffer stcontains stdistance stenvelope stgeometrytype stintersects stlength stsrid stwithin
            stx sty tostring value""");

    /** Marks, controls, formats and what is not assigned. */
    private static final Pattern WEIGHTLESS = Pattern.compile("[\\p{M}\\p{C}]");

    private static final Map<Integer, String> ONE_FOR_ANOTHER = Map.of(
            (int) 'ß', "ss", (int) 'æ', "ae", (int) 'œ', "oe", (int) 'þ', "th", (int) 'ð', "d", (int) 'đ', "d",
            (int) 'ø', "o", (int) 'ł', "l", (int) 'ħ', "h", (int) 'ı', "i");

    private TsqlNames() {}

    private static Set<String> words(String list) {
        return Arrays.stream(list.strip().split("\\s+")).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * A name in lower case as the widest of collations sees it, for lists of what is denied: without accents, full width, what has no
     * weight, and spaces at the end. Most servers find schema {@code sys} by its full-width spelling, too.
     */
    static String folded(String lowerCase) {
        if (lowerCase.chars().allMatch(c -> c > ' ' && c <= '~')) {
            return lowerCase;
        }
        String apart = Normalizer.normalize(lowerCase, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        return WEIGHTLESS
                .matcher(apart)
                .replaceAll("")
                .codePoints()
                .mapToObj(letter -> ONE_FOR_ANOTHER.getOrDefault(letter, Character.toString(letter)))
                .collect(Collectors.joining())
                .stripTrailing();
    }

    static boolean startsStatement(String word) {
        return STATEMENT_WORDS.contains(word);
    }

    static boolean locks(String name) {
        return LOCKS.contains(name);
    }

    static boolean function(String name) {
        return FUNCTIONS.contains(name) || FUNCTION_STARTS.stream().anyMatch(name::startsWith);
    }

    static boolean catalogView(String name) {
        return CATALOG_VIEWS.contains(name);
    }

    static boolean oldView(String name) {
        return OLD_VIEWS.contains(name);
    }

    static boolean method(String name) {
        return METHODS.contains(name);
    }
}
