-- A project that still has something in it cannot be removed.
ALTER TABLE app_package ADD FOREIGN KEY (project_id) REFERENCES project (id);
ALTER TABLE installed_app ADD FOREIGN KEY (project_id) REFERENCES project (id);
ALTER TABLE draft ADD FOREIGN KEY (project_id) REFERENCES project (id);
