package ai.ekaya.sandbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Function;
import run.endive.wasm.WasmEngineException;

/** Gives each way that a guest can end a name from contracts §2. */
final class Ends {
    private static final Logger LOGGER = System.getLogger(Ends.class.getName());

    private Ends() {}

    static RunOutcome of(Run run, Function<Run, RunOutcome> guest) {
        try {
            return guest.apply(run);
        } catch (GuestEnd end) {
            return end.outcome();
        } catch (StackOverflowError deep) {
            return new RunOutcome.StackOverflow();
        } catch (OutOfMemoryError full) {
            LOGGER.log(Level.WARNING, "The server's heap is too small for a guest of " + run.memoryBytes() + " bytes");
            return run.outOfMemory();
        } catch (WasmEngineException trap) {
            return ofTrap(trap, run);
        } catch (RuntimeException unexpected) {
            // The engine also throws plain Java exceptions for what a guest does. A bug of ours would end here too:
            // hence the log.
            LOGGER.log(
                    Level.WARNING, "A guest ended by " + unexpected.getClass().getName(), unexpected);
            return trap("The app ended by an error in the engine");
        }
    }

    private static RunOutcome ofTrap(WasmEngineException trap, Run run) {
        for (Throwable cause = trap; cause != null; cause = cause.getCause()) {
            if (cause instanceof StackOverflowError) {
                return new RunOutcome.StackOverflow();
            }
            if (cause instanceof GuestEnd end) {
                return end.outcome();
            }
        }
        // A guest that was refused memory usually aborts at once.
        return run.memoryCapHit() ? run.outOfMemory() : trap("The app trapped: " + trap.getMessage());
    }

    private static RunOutcome trap(String message) {
        return new RunOutcome.Failed(RunOutcome.Cause.TRAP, message, Optional.empty());
    }
}
