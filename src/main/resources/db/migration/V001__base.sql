-- The server's login reads and writes rows and owns nothing. Tables that it may not change say so in their own migration.
ALTER DEFAULT PRIVILEGES IN SCHEMA ekaya GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${runtime};
ALTER DEFAULT PRIVILEGES IN SCHEMA ekaya GRANT USAGE ON SEQUENCES TO ${runtime};
REVOKE ALL ON SCHEMA public FROM PUBLIC;
