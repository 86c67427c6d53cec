package ai.ekaya.catalog;

import ai.ekaya.web.Cursor;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageQuery;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What REST tells of catalogs. Names, summaries, descriptions and changelogs are a stranger's text. */
final class CatalogViews {
    private CatalogViews() {}

    /** A catalog. {@code state} is {@code ready}, {@code stale} or {@code empty}. */
    public record Source(
            String catalog,
            String state,
            int apps,
            Optional<Instant> checkedAt,
            Optional<Instant> goodAt,
            Optional<Instant> expires,
            Optional<String> why) {
        static Source of(AppSource source) {
            SourceState state = source.state();
            return new Source(
                    source.name(),
                    state.kind().name().toLowerCase(Locale.ROOT),
                    source.apps().size(),
                    state.checkedAt(),
                    state.goodAt(),
                    state.expires(),
                    state.why());
        }
    }

    /** Who makes an app. */
    public record Maker(String id, String name, Optional<String> url) {
        static Maker of(Publisher publisher) {
            return new Maker(publisher.id(), publisher.name(), publisher.url());
        }
    }

    /** An app in a list, with its newest version. {@code icon} is a name under {@code images/}. */
    public record Listed(
            String catalog,
            String id,
            String name,
            String summary,
            Maker publisher,
            String trust,
            List<String> categories,
            String licence,
            Optional<String> icon,
            String version,
            Optional<Instant> releasedAt,
            Optional<Integer> trialDays) {
        static Listed of(Catalogs.Found found) {
            CatalogApp app = found.app();
            CatalogVersion newest = found.newest();
            return new Listed(
                    found.source().name(),
                    app.id(),
                    app.name(),
                    app.summary(),
                    Maker.of(app.publisher()),
                    found.source().trust(app).text(),
                    app.categories(),
                    app.licence(),
                    app.icon().map(CatalogViews::image),
                    newest.version(),
                    newest.releasedAt(),
                    app.trialDays().stream().boxed().findFirst());
        }
    }

    /** A page of what was found; an app that is gone since the page before ends the list. */
    static Page<Listed> page(List<Catalogs.Found> found, PageQuery page) {
        int from = page.cursor(2).map(cursor -> after(found, cursor)).orElse(0);
        return Page.of(
                found.stream()
                        .skip(from)
                        .limit(page.size() + 1L)
                        .map(Listed::of)
                        .toList(),
                page,
                one -> Cursor.at(one.catalog(), one.id()));
    }

    private static int after(List<Catalogs.Found> found, Cursor cursor) {
        for (int index = 0; index < found.size(); index++) {
            if (found.get(index).source().name().equals(cursor.keys().get(0))
                    && found.get(index).app().id().equals(cursor.keys().get(1))) {
                return index + 1;
            }
        }
        return found.size();
    }

    public record Shot(String file, String caption) {}

    public record Stop(String reason, Instant since) {
        static Stop of(Revocation revocation) {
            return new Stop(revocation.reason(), revocation.since());
        }
    }

    public record Release(String version, Optional<Instant> releasedAt, String changelog, Optional<Stop> revoked) {}

    /** An app with all its versions, the newest first. {@code description} is Markdown. */
    public record Detail(
            String catalog,
            String id,
            String name,
            String summary,
            String description,
            Maker publisher,
            String trust,
            List<String> categories,
            String licence,
            Optional<String> icon,
            List<Shot> screenshots,
            Optional<Integer> trialDays,
            List<Release> versions) {
        static Detail of(Catalogs.Found found) {
            CatalogApp app = found.app();
            AppSource source = found.source();
            return new Detail(
                    source.name(),
                    app.id(),
                    app.name(),
                    app.summary(),
                    app.description(),
                    Maker.of(app.publisher()),
                    source.trust(app).text(),
                    app.categories(),
                    app.licence(),
                    app.icon().map(CatalogViews::image),
                    app.screenshots().stream()
                            .map(shot -> new Shot(image(shot.file()), shot.caption()))
                            .toList(),
                    app.trialDays().stream().boxed().findFirst(),
                    app.versions().stream()
                            .map(version -> new Release(
                                    version.version(),
                                    version.releasedAt(),
                                    version.changelog(),
                                    source.revocation(version).map(Stop::of)))
                            .toList());
        }
    }

    /** {@code words} goes on after "the app". */
    public record Effect(String effect, String words) {}

    /** One thing that a package asks for, as the checks before an installation tell it. */
    public record Ask(ai.ekaya.pack.Effect effect, String text) {}

    public record Category(String name, int apps) {}

    public record Publishing(String id, String name, int apps) {}

    /** What there is to narrow a search by, that of most apps first. */
    public record Filters(List<Category> categories, List<Publishing> publishers) {}

    /**
     * A version. {@code bytes} is its file's length, {@code asks} what it asks for; {@code signedBy} is the name of the publisher's key; {@code exceeds} says why such an app may not be installed here; {@code available} is whether the
     * package can be had just now.
     */
    public record Version(
            String catalog,
            String id,
            String version,
            Optional<Instant> releasedAt,
            String changelog,
            String packageHash,
            String runtime,
            JsonNode capabilities,
            List<String> exports,
            List<Effect> effects,
            List<Ask> asks,
            OptionalLong bytes,
            Maker publisher,
            Optional<String> signedBy,
            String trust,
            List<String> exceeds,
            boolean available,
            Optional<Stop> revoked) {
        static Version of(Catalogs.Found found, CatalogVersion version, Ceiling ceiling) {
            AppSource source = found.source();
            Optional<Revocation> revocation = source.revocation(version);
            return new Version(
                    source.name(),
                    found.app().id(),
                    version.version(),
                    version.releasedAt(),
                    version.changelog(),
                    version.packageHash().toString(),
                    version.runtime().text(),
                    version.capabilities().toJson(),
                    version.exports().stream().sorted().toList(),
                    version.effects().stream()
                            .sorted()
                            .map(effect -> new Effect(effect.name(), effect.words(version.capabilities())))
                            .toList(),
                    version.capabilities().effects().stream()
                            .map(line -> new Ask(line.effect(), line.text()))
                            .toList(),
                    source.packageBytes(version),
                    Maker.of(found.app().publisher()),
                    version.signature().map(PackageSignature::keyId),
                    source.trust(found.app()).text(),
                    ceiling.exceeds(version.effects(), version.capabilities()),
                    revocation.isEmpty() && source.state().kind() == SourceState.Kind.READY,
                    revocation.map(Stop::of));
        }
    }

    /** What packages of a trust level may ask for at most. */
    public record Trust(String level, List<String> allowed) {
        static Trust of(Ceiling ceiling) {
            return new Trust(ceiling.level().text(), Ceilings.texts(ceiling));
        }
    }

    private static String image(String file) {
        return file.substring(file.indexOf('/') + 1);
    }
}
