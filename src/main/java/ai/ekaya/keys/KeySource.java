package ai.ekaya.keys;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a server's master keys come from. */
sealed interface KeySource {
    /** {@code environment} or {@code files}. */
    String name();

    /** All that there are now; first the one that a first start takes. */
    List<MasterKey> keys();

    /** What to do so that the server holds a key that it lacks, as the end of a sentence. */
    String toHold();

    /**
     * The key that a rotation goes over to.
     *
     * @throws Refusal when somebody has to provide it first
     */
    MasterKey next(MasterKey inForce);

    /** To be called when nothing is sealed with another key than the one in force any more. */
    void settle(MasterKey inForce);

    /** {@code EKAYA_MASTER_KEY} and, while it changes, {@code EKAYA_MASTER_KEY_OLD}. */
    record Environment(MasterKey current, Optional<MasterKey> old) implements KeySource {
        @Override
        public String name() {
            return "environment";
        }

        @Override
        public List<MasterKey> keys() {
            return Stream.concat(Stream.of(current), old.stream()).toList();
        }

        @Override
        public String toHold() {
            return "set EKAYA_MASTER_KEY to that key, or EKAYA_MASTER_KEY_OLD where it is being replaced";
        }

        @Override
        public MasterKey next(MasterKey inForce) {
            if (current.id().equals(inForce.id())) {
                throw new Refusal(
                        RefusalCode.CONFLICT,
                        "EKAYA_MASTER_KEY is the key in force, " + inForce.id()
                                + ": on every server set it to a new one"
                                + " (openssl rand -base64 32) and EKAYA_MASTER_KEY_OLD to this one, restart the servers"
                                + " one after the other, then ask again");
            }
            return current;
        }

        @Override
        public void settle(MasterKey inForce) {
            // The environment is its operator's to change.
        }
    }

    /** {@code master.key}, {@code master.key.new} and {@code master.key.old} in {@code EKAYA_HOME/keys}. */
    record Files(KeyFiles files) implements KeySource {
        @Override
        public String name() {
            return "files";
        }

        @Override
        public List<MasterKey> keys() {
            return files.all();
        }

        @Override
        public String toHold() {
            return "put that key into EKAYA_HOME/keys, as master.key or master.key.old (another server or a backup has it),"
                    + " or set EKAYA_MASTER_KEY";
        }

        @Override
        public MasterKey next(MasterKey inForce) {
            settle(inForce);
            return files.next();
        }

        @Override
        public void settle(MasterKey inForce) {
            files.replace(inForce);
        }
    }
}
