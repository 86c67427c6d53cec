-- How the login of a datasource signs in: by its password, or as a service principal of Microsoft Entra.
ALTER TABLE datasource ADD COLUMN authentication text NOT NULL DEFAULT 'password';
