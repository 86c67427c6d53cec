-- The language model of a project; none where there is no row. Keys are secrets of the project, which stand here by name.
CREATE TABLE project_model (
    project_id uuid PRIMARY KEY REFERENCES project ON DELETE CASCADE,
    mode text NOT NULL CHECK (mode IN ('own', 'community', 'on-prem', 'embedded')),
    -- Of mode own alone.
    provider text CHECK (provider IN ('openai', 'azure', 'anthropic')),
    base_url text,
    model text,
    key_secret text,
    -- Whether the server is given a schema, or told of it in the prompt.
    schemas text NOT NULL CHECK (schemas IN ('given', 'told')),
    -- PEM: who is trusted at the model's address, and what is shown there.
    ca_certificates text,
    client_certificate text,
    client_key_secret text,
    -- Of a million tokens, in millionths of whatever currency; both or none.
    input_price_micros bigint CHECK (input_price_micros >= 0),
    output_price_micros bigint CHECK (output_price_micros >= 0),
    -- Counts every writing.
    version integer NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by uuid NOT NULL,
    changed_by_name text NOT NULL,
    -- When it was last tested: a test costs tokens.
    tested_at timestamptz,
    CHECK ((provider IS NOT NULL) = (mode = 'own')),
    CHECK ((model IS NULL) = (mode = 'community')),
    CHECK ((input_price_micros IS NULL) = (output_price_micros IS NULL)),
    CHECK ((client_certificate IS NULL) = (client_key_secret IS NULL))
);
CALL belongs_to_project('project_model');
