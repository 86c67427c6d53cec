package ai.ekaya.sql;

import java.util.Locale;

/** One token of PostgreSQL's or T-SQL's lexical grammar; {@code text} is as it was written. */
record SqlToken(Kind kind, String text, int start) {
    enum Kind {
        WORD,
        QUOTED_NAME,
        STRING,
        NUMBER,
        PLACEHOLDER,
        SYMBOL
    }

    int end() {
        return start + text.length();
    }

    boolean isSymbol(char symbol) {
        return kind == Kind.SYMBOL && text.charAt(0) == symbol;
    }

    boolean isWord(String lowerCase) {
        return kind == Kind.WORD && text.equalsIgnoreCase(lowerCase);
    }

    /** For a word or quoted name: in lower case and without quotes, so that every spelling of a denied name is the same. */
    String name() {
        return plain().toLowerCase(Locale.ROOT);
    }

    /** For a word or quoted name: without quotes or brackets. */
    String plain() {
        if (kind != Kind.QUOTED_NAME) {
            return text;
        }
        String close = text.substring(text.length() - 1);
        return text.substring(1, text.length() - 1).replace(close + close, close);
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }
}
