package ai.ekaya.leak;

import static ai.ekaya.leak.KeyShape.Set.BASE64;
import static ai.ekaya.leak.KeyShape.Set.DOTTED;
import static ai.ekaya.leak.KeyShape.Set.HEX;
import static ai.ekaya.leak.KeyShape.Set.LETTERS_DIGITS;
import static ai.ekaya.leak.KeyShape.Set.UPPER_BASE32;
import static ai.ekaya.leak.KeyShape.Set.WORD;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds keys of well-known kinds by how they are written, whoever they belong to. Immutable. */
final class KeyShapes {
    private static final int MOST = 256;
    private static final List<KeyShape> BY_BEGINNING = List.of(
            new KeyShape("an AWS access key id", "AKIA", UPPER_BASE32, 16, 16),
            new KeyShape("an AWS access key id", "ASIA", UPPER_BASE32, 16, 16),
            new KeyShape("a GitHub token", "ghp_", LETTERS_DIGITS, 36, 36),
            new KeyShape("a GitHub token", "gho_", LETTERS_DIGITS, 36, 36),
            new KeyShape("a GitHub token", "ghu_", LETTERS_DIGITS, 36, 36),
            new KeyShape("a GitHub token", "ghs_", LETTERS_DIGITS, 36, 36),
            new KeyShape("a GitHub token", "ghr_", LETTERS_DIGITS, 36, MOST),
            new KeyShape("a GitHub token", "github_pat_", WORD, 40, MOST),
            new KeyShape("a GitLab token", "glpat-", WORD, 20, MOST),
            new KeyShape("a GitLab token", "gldt-", WORD, 20, MOST),
            new KeyShape("a GitLab token", "glrt-", WORD, 20, MOST),
            new KeyShape("a Slack token", "xoxb-", WORD, 20, MOST),
            new KeyShape("a Slack token", "xoxp-", WORD, 20, MOST),
            new KeyShape("a Slack token", "xoxa-", WORD, 20, MOST),
            new KeyShape("a Slack token", "xoxr-", WORD, 20, MOST),
            new KeyShape("a Slack token", "xoxs-", WORD, 20, MOST),
            new KeyShape("a Slack token", "xapp-", WORD, 20, MOST),
            new KeyShape("a Slack webhook's address", "hooks.slack.com/services/T", BASE64, 30, MOST),
            new KeyShape("a Stripe key", "sk_live_", LETTERS_DIGITS, 16, MOST),
            new KeyShape("a Stripe key", "sk_test_", LETTERS_DIGITS, 16, MOST),
            new KeyShape("a Stripe key", "rk_live_", LETTERS_DIGITS, 16, MOST),
            new KeyShape("a Stripe key", "rk_test_", LETTERS_DIGITS, 16, MOST),
            new KeyShape("a webhook's signing key", "whsec_", BASE64, 24, MOST),
            new KeyShape("a Google API key", "AIza", WORD, 35, 35),
            new KeyShape("a Google client secret", "GOCSPX-", WORD, 28, 28),
            new KeyShape("a Google access token", "ya29.", WORD, 30, 2 * MOST),
            new KeyShape("an Anthropic key", "sk-ant-", WORD, 20, MOST),
            new KeyShape("an OpenAI key", "sk-proj-", WORD, 20, MOST),
            new KeyShape("an OpenAI key", "sk-svcacct-", WORD, 20, MOST),
            new KeyShape("an OpenAI key", "sk-", LETTERS_DIGITS, 32, 64),
            new KeyShape("an npm token", "npm_", LETTERS_DIGITS, 36, 36),
            new KeyShape("a PyPI token", "pypi-AgE", WORD, 50, MOST),
            new KeyShape("a SendGrid key", "SG.", DOTTED, 60, 72),
            new KeyShape("a DigitalOcean token", "dop_v1_", HEX, 64, 64),
            new KeyShape("a Shopify token", "shpat_", HEX, 32, 32),
            new KeyShape("a Hugging Face token", "hf_", LETTERS_DIGITS, 34, 40),
            new KeyShape("a Databricks token", "dapi", HEX, 32, 32),
            new KeyShape("a Vault token", "hvs.", WORD, 24, MOST),
            new KeyShape("an age key", "AGE-SECRET-KEY-1", UPPER_BASE32, 58, 58),
            new KeyShape("an Azure storage key", "AccountKey=", BASE64, 88, 88),
            new KeyShape("an Azure access key", "SharedAccessKey=", BASE64, 43, 44));

    /** 16 KiB: some hundred beginnings let pass one in some hundred other places. */
    private static final int FILTER_BITS = 17;

    private static final int MIX = 0x9E3779B1;

    /** Told of what was found; {@code first} and {@code last} are bytes of the text, both inclusive. */
    @FunctionalInterface
    interface Found {
        void found(String name, int first, int last);
    }

    /** Looks whether its kind stands where four letters of it do; gives the first and the last byte. */
    @FunctionalInterface
    private interface Look {
        void at(byte[] text, int length, int anchor, Found found);
    }

    private final long[] filter = new long[1 << FILTER_BITS - 6];
    private final Map<Integer, List<Look>> looks = new HashMap<>();

    KeyShapes() {
        for (KeyShape shape : BY_BEGINNING) {
            String start = shape.start();
            if (start.length() >= KeyShape.ANCHOR) {
                anchor(start.substring(0, KeyShape.ANCHOR), byBeginning(shape));
            } else {
                // The fourth letter is any of those that may follow.
                for (char next = '!'; next <= '~'; next++) {
                    anchorShort(shape, start, next);
                }
            }
        }
        ConnectionPassword.ANCHORS.forEach(anchor -> anchor(anchor, ConnectionPassword::find));
        WebToken.ANCHORS.forEach(anchor -> anchor(anchor, WebToken::find));
        anchor(PrivateKey.ANCHOR, PrivateKey::find);
        AwsSecret.ANCHORS.forEach(anchor -> anchor(anchor, AwsSecret::find));
    }

    private static Look byBeginning(KeyShape shape) {
        return (text, length, anchor, found) -> {
            int last = shape.lastByte(text, length, anchor);
            if (last >= 0) {
                found.found(shape.name(), anchor, last);
            }
        };
    }

    private void anchorShort(KeyShape shape, String start, char next) {
        String anchor = start + next;
        if (anchor.length() == KeyShape.ANCHOR && shape.set().has((byte) next)) {
            anchor(anchor, byBeginning(shape));
        }
    }

    private void anchor(String letters, Look look) {
        byte[] bytes = letters.getBytes(StandardCharsets.US_ASCII);
        int last = 0;
        for (byte octet : bytes) {
            last = last << 8 | (octet & 0xff);
        }
        int bit = (last * MIX) >>> (32 - FILTER_BITS);
        filter[bit >>> 6] |= 1L << bit;
        looks.computeIfAbsent(last, unknown -> new ArrayList<>()).add(look);
    }

    void scan(byte[] text, int length, Found found) {
        int last = 0;
        long[] suspected = filter;
        for (int i = 0; i < length; i++) {
            last = last << 8 | (text[i] & 0xff);
            int bit = (last * MIX) >>> (32 - FILTER_BITS);
            if ((suspected[bit >>> 6] >>> bit & 1) != 0) {
                look(last, text, length, i - KeyShape.ANCHOR + 1, found);
            }
        }
    }

    private void look(int last, byte[] text, int length, int anchor, Found found) {
        if (anchor >= 0) {
            for (Look look : looks.getOrDefault(last, List.of())) {
                look.at(text, length, anchor, found);
            }
        }
    }
}
