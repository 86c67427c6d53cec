-- The roots after the operator's, in base64, a line each: each is signed by the one before. What was known is looked at anew.
DELETE FROM catalog_source;
ALTER TABLE catalog_source DROP COLUMN root, ADD COLUMN roots text NOT NULL;
