package ai.ekaya.install;

import ai.ekaya.appdb.AppCopy;

/** What becomes of an app's tables when another package is put in. */
sealed interface TablesChange {
    /** They are as the next package knows them, or are made so while the app goes on: the version before works on them as well. */
    record InPlace() implements TablesChange {}

    /** The next package's migrations run in a copy, which takes the place of the tables. */
    record Aside() implements TablesChange {}

    /** What was kept of them from before takes their place. */
    record Back(AppCopy kept) implements TablesChange {}

    /** They stay as they are, though the next package had others: it works on these too. */
    record Stays() implements TablesChange {}
}
