package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The packed WAR on a Liberty that Arquillian manages, without {@code DATABASE_URL}: it says what it needs and serves nothing. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class NoDatabaseIT {
    private final Api api = Api.anonymous(URI.create("http://localhost:19080"));

    @Deployment(testable = false)
    static WebArchive war() {
        return ShrinkWrap.create(ZipImporter.class, "ekaya-apps.war")
                .importFrom(new File("target/ekaya-apps.war"))
                .as(WebArchive.class);
    }

    @Test
    void is_not_ready_and_names_the_variable_and_its_form() {
        Api.Answer ready = api.get("/health/ready");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.body())
                .contains("Set DATABASE_URL to a PostgreSQL 15", "postgresql://user:password@host:5432/database");
    }

    @Test
    void answers_requests_with_problem_json_and_no_details() {
        Api.Answer answer = api.get("/ekaya-apps/api/v1/me");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("UNAVAILABLE");
        assertThat(answer.response().headers().firstValue("Content-Type").orElse(""))
                .contains("application/problem+json");
        assertThat(answer.body()).doesNotContain("DATABASE_URL");
    }

    @Test
    void is_alive() {
        assertThat(api.get("/health/live").status()).isEqualTo(200);
    }
}
