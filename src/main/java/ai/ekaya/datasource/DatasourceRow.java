package ai.ekaya.datasource;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.Sealed;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;

/** A datasource as it is stored. */
@Entity
@Table(name = "datasource", schema = "ekaya")
class DatasourceRow {
    @Id
    UUID id = new UUID(0, 0);

    @Column(name = "project_id")
    UUID project = new UUID(0, 0);

    String name = "";
    String type = "";
    String host = "";
    int port;

    @Column(name = "database_name")
    String database = "";

    @Column(name = "user_name")
    String user = "";

    @Column(name = "ssl_mode")
    String sslMode = "";

    String authentication = "";

    @Column(name = "sealed_password")
    String sealedPassword = "";

    @Column(name = "can_write")
    boolean canWrite;

    @Column(name = "writable_login")
    String writableLogin = WritableLogin.REFUSE.text();

    int version;

    @Column(name = "created_at")
    Timestamp createdAt = new Timestamp(0);

    protected DatasourceRow() {}

    DatasourceRow(DatasourceId id, ProjectId project, Instant now) {
        this.id = id.value();
        this.project = project.value();
        this.createdAt = Timestamp.from(now);
    }

    void take(Target target, String newName, Sealed password, boolean writes) {
        name = newName;
        type = target.type();
        host = target.host();
        port = target.port();
        database = target.database();
        user = target.user();
        sslMode = target.sslMode();
        authentication = target.authentication();
        sealedPassword = password.text();
        canWrite = writes;
        version++;
    }

    void take(WritableLogin said) {
        writableLogin = said.text();
    }

    WritableLogin writableLogin() {
        return WritableLogin.parse(writableLogin);
    }

    Datasource datasource() {
        return new Datasource(
                new DatasourceId(id),
                new ProjectId(project),
                name,
                type,
                host,
                port,
                database,
                user,
                sslMode,
                authentication,
                canWrite,
                writableLogin());
    }
}
