-- What runs sent and received over HTTP, in bytes on the wire.
ALTER TABLE run ADD COLUMN egress_bytes bigint;
ALTER TABLE usage_day ADD COLUMN egress_bytes bigint NOT NULL DEFAULT 0;
