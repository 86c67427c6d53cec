package ai.ekaya.pack;

import java.io.ByteArrayInputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Whether an {@code icon.svg} only draws. An icon that scripts, fetches or embeds is refused, not repaired: a package's bytes are
 * hashed and must stay what the author wrote.
 */
public final class SvgIcon {
    private static final int BYTES_MAX = 64 * 1024;
    private static final Set<String> ELEMENTS = Set.of(
            "svg",
            "g",
            "path",
            "rect",
            "circle",
            "ellipse",
            "line",
            "polyline",
            "polygon",
            "text",
            "tspan",
            "defs",
            "use",
            "symbol",
            "linearGradient",
            "radialGradient",
            "stop",
            "clipPath",
            "mask",
            "pattern",
            "title",
            "desc");

    private SvgIcon() {}

    static void check(byte[] bytes, Findings findings) {
        problem(bytes).ifPresent(problem -> findings.add(PackagePath.ICON, problem));
    }

    /** Why it does more than draw, or is too large or no SVG; empty for a good one. */
    public static Optional<String> problem(byte[] bytes) {
        if (bytes.length > BYTES_MAX) {
            return Optional.of("The icon is " + bytes.length + " bytes, at most " + BYTES_MAX);
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
            boolean root = true;
            while (reader.hasNext()) {
                Optional<String> problem = problem(reader, reader.next(), root);
                if (problem.isPresent()) {
                    return problem;
                }
                root = root && reader.getEventType() != XMLStreamConstants.START_ELEMENT;
            }
            return Optional.empty();
        } catch (XMLStreamException e) {
            return Optional.of(
                    "The icon is not well-formed XML, line " + e.getLocation().getLineNumber());
        }
    }

    private static Optional<String> problem(XMLStreamReader reader, int event, boolean root) {
        return switch (event) {
            case XMLStreamConstants.DTD,
                    XMLStreamConstants.ENTITY_REFERENCE,
                    XMLStreamConstants.PROCESSING_INSTRUCTION ->
                Optional.of("The icon has a document type, entity or processing instruction, expected elements only");
            case XMLStreamConstants.START_ELEMENT -> elementProblem(reader, root);
            default -> Optional.empty();
        };
    }

    private static Optional<String> elementProblem(XMLStreamReader reader, boolean root) {
        String element = reader.getLocalName();
        if (root && !element.equals("svg")) {
            return Optional.of("The icon's outermost element is " + Excerpt.of(element) + ", expected svg");
        }
        if (!ELEMENTS.contains(element)) {
            return Optional.of("The icon has an element " + Excerpt.of(element) + ", expected only elements that draw");
        }
        for (int index = 0; index < reader.getAttributeCount(); index++) {
            String name = reader.getAttributeLocalName(index).toLowerCase(Locale.ROOT);
            String value = reader.getAttributeValue(index).strip();
            boolean refers = name.equals("href") || name.equals("src");
            String calls = value.toLowerCase(Locale.ROOT).replace("url(#", "").replace("url('#", "");
            if (name.startsWith("on")
                    || name.equals("style")
                    || (refers && !value.startsWith("#"))
                    || calls.contains("url(")) {
                return Optional.of("The icon's attribute " + Excerpt.of(name)
                        + " scripts, styles or refers to something outside, expected none of that");
            }
        }
        return Optional.empty();
    }
}
