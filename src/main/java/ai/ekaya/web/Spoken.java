package ai.ekaya.web;

/** An error of HTTP alone, which no guest meets and no code names: its status and a message for the client. */
public final class Spoken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private Spoken(int status, String message) {
        super(message);
        this.status = status;
    }

    /** 401: nobody is signed in, or with something that does not hold. */
    public static Spoken unauthorized(String message) {
        return new Spoken(401, message);
    }

    /** 415: the body is of a type that is not taken here. */
    public static Spoken otherType(String message) {
        return new Spoken(415, message);
    }

    /**
     * 413: the body is larger than this address takes.
     *
     * @param instead see {@link BodyLimit#instead}
     */
    static Spoken tooLarge(long bytesMax, String instead) {
        return new Spoken(
                413, "The body is larger than " + bytesMax + " bytes" + (instead.isEmpty() ? "" : "; " + instead));
    }

    public int status() {
        return status;
    }
}
