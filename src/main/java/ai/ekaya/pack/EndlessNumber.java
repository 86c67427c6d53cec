package ai.ekaya.pack;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/**
 * Numbers that few characters make huge, such as 1e999999999. SECURITY: they fill the memory as soon as somebody divides them, and the
 * validator fails on what no double holds. Guarded by SettingsSchemaTest, ArgumentSchemaTest and AnswerSchemaTest.
 */
final class EndlessNumber {
    /** As many as a double has, written out. */
    static final int DIGITS_MAX = 300;

    private EndlessNumber() {}

    /** Whether there is one anywhere in a document, whose depth its reader has bounded. */
    static boolean isIn(JsonNode json) {
        if (json.isFloatingPointNumber() && !json.isBigDecimal()) {
            return !Double.isFinite(json.doubleValue());
        }
        if (json.isBigDecimal() || json.isBigInteger()) {
            BigDecimal number = json.decimalValue();
            return Math.abs((long) number.scale()) + number.precision() > DIGITS_MAX;
        }
        for (JsonNode part : json) {
            if (isIn(part)) {
                return true;
            }
        }
        return false;
    }
}
