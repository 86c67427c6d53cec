-- A user of this kind is no person: it belongs to a project, has no password and comes in with one token alone.
ALTER TABLE app_user ADD COLUMN service boolean NOT NULL DEFAULT false;
ALTER TABLE app_user ADD COLUMN service_of uuid REFERENCES project ON DELETE CASCADE;
CREATE INDEX app_user_service ON app_user (service_of) WHERE service;
-- The start of a token's text, by which people tell theirs apart.
ALTER TABLE api_token ADD COLUMN token_prefix text NOT NULL DEFAULT '';
