package ai.ekaya.classification;

/** The arithmetic of check digits. Each takes text that is known to have digits only. */
final class CheckDigits {
    private static final int[][] VERHOEFF_PRODUCT = dihedral();
    private static final int[] VERHOEFF_PERMUTATION = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

    private CheckDigits() {}

    /** Mod 10 with every second digit doubled from the right: payment cards, IMEI. */
    static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = at(digits, digits.length() - 1 - i);
            int doubled = i % 2 == 0 ? digit : 2 * digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }

    /** Weights 1 and 3 from the right: EAN-13 and with it the Swiss AHV. */
    static boolean ean(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            sum += at(digits, digits.length() - 1 - i) * (i % 2 == 0 ? 1 : 3);
        }
        return sum % 10 == 0;
    }

    /** ISO 7064 mod 11,10: the German tax number. */
    static boolean mod11x10(String digits) {
        int product = 10;
        for (int i = 0; i < digits.length() - 1; i++) {
            int sum = (at(digits, i) + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        int check = 11 - product;
        return (check == 10 ? 0 : check) == at(digits, digits.length() - 1);
    }

    /** Verhoeff's, over the dihedral group of ten: the Indian Aadhaar. */
    static boolean verhoeff(String digits) {
        int check = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = at(digits, digits.length() - 1 - i);
            for (int times = 0; times < i % 8; times++) {
                digit = VERHOEFF_PERMUTATION[digit];
            }
            check = VERHOEFF_PRODUCT[check][digit];
        }
        return check == 0;
    }

    /** Of a number of any length. */
    static int modulo(String digits, int by) {
        int rest = 0;
        for (int i = 0; i < digits.length(); i++) {
            rest = (rest * 10 + at(digits, i)) % by;
        }
        return rest;
    }

    /** Sum of the first digits, each with its weight. */
    static int weighted(String digits, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += at(digits, i) * weights[i];
        }
        return sum;
    }

    static int at(String digits, int place) {
        return digits.charAt(place) - '0';
    }

    /** Rotations 0 to 4 and reflections 5 to 9 of a pentagon. */
    private static int[][] dihedral() {
        int[][] product = new int[10][10];
        for (int a = 0; a < 10; a++) {
            for (int b = 0; b < 10; b++) {
                int turn = a < 5 ? (a + b) % 5 : (a - b + 10) % 5;
                product[a][b] = (a < 5) == (b < 5) ? turn : turn + 5;
            }
        }
        return product;
    }
}
