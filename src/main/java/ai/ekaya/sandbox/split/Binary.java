package ai.ekaya.sandbox.split;

import java.util.List;
import java.util.Map;

/**
 * What of a module the splitter must know. All else stays bytes.
 *
 * @param typeOfFunction index of each function's type, imported functions first
 * @param importedFunctions how many of these have no body here
 * @param globals how many there are, imported ones too
 * @param names the functions' names as far as the module tells
 */
record Binary(
        List<FunctionType> types,
        List<Integer> typeOfFunction,
        int importedFunctions,
        int globals,
        Map<Integer, String> names) {

    FunctionType functionType(int function) {
        return types.get(typeOfFunction.get(function));
    }

    String nameOf(int function) {
        return names.getOrDefault(function, "function " + function);
    }
}
