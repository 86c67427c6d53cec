-- The tables that the corpus of legal queries asks, with a few rows each.
CREATE TYPE order_status AS ENUM ('draft', 'placed', 'paid', 'shipped', 'returned');
CREATE DOMAIN country_code AS char(2) CHECK (VALUE ~ '^[A-Z]{2}$');
CREATE TABLE customers (
    id bigint PRIMARY KEY, name text NOT NULL, email text, country country_code, tier text, born date, tags text[], profile jsonb,
    signed_up timestamptz, referrer_id bigint REFERENCES customers (id), active boolean, credit numeric(12,2));
CREATE TABLE categories (id int PRIMARY KEY, parent_id int REFERENCES categories (id), name text);
CREATE TABLE products (
    id bigint PRIMARY KEY, sku text UNIQUE, name text, category_id int REFERENCES categories (id), price numeric(10,2), attributes jsonb,
    tags text[], weight float8, released date, valid daterange,
    search tsvector GENERATED ALWAYS AS (to_tsvector('english', coalesce(name, ''))) STORED);
CREATE TABLE orders (
    id bigint PRIMARY KEY, customer_id bigint REFERENCES customers (id), status order_status, placed_at timestamptz, shipped_at timestamptz,
    total numeric(12,2), currency char(3), channel text, note text);
CREATE TABLE order_lines (
    order_id bigint REFERENCES orders (id), line int, product_id bigint REFERENCES products (id), quantity int, unit_price numeric(10,2),
    discount numeric(4,3), PRIMARY KEY (order_id, line));
CREATE TABLE events (
    id bigint PRIMARY KEY, customer_id bigint, kind text, at timestamptz, payload jsonb, ip inet, session uuid, duration interval);
CREATE TABLE readings (sensor int, at timestamptz, value float8, ok boolean, raw bytea);
CREATE TABLE departments (name text PRIMARY KEY, budget money);
CREATE TABLE employees (
    id int PRIMARY KEY, name text, boss_id int REFERENCES employees (id), salary numeric(10,2), department text, hired date);
CREATE TABLE bookings (room int, during tstzrange, guest text);
CREATE TABLE stock (product_id bigint, warehouse text, quantity int, updated_at timestamp);
CREATE TABLE documents (id int PRIMARY KEY, title text, body text, source xml);
CREATE TABLE places (id int PRIMARY KEY, name text, location point, area box);
CREATE TABLE currency_rates (day date, currency char(3), rate numeric);
CREATE TABLE "Odd Names" ("Id" int PRIMARY KEY, "group" text, "sélection" text, "a ""b""" int);
CREATE VIEW paid_orders AS SELECT * FROM orders WHERE status IN ('paid', 'shipped');
CREATE MATERIALIZED VIEW daily_sales AS
    SELECT placed_at::date AS day, sum(total) AS total FROM orders GROUP BY 1;
INSERT INTO customers SELECT i, 'Customer ' || i, 'c' || i || '@example.com', (ARRAY['DE','FR','US','ES'])[1 + i % 4],
    (ARRAY['gold','silver','bronze'])[1 + i % 3], date '1970-01-01' + i * 97, ARRAY['t' || i % 3, 'all'],
    jsonb_build_object('age', 20 + i, 'address', jsonb_build_object('city', 'City ' || i % 5), 'langs', jsonb_build_array('en', 'de')),
    timestamptz '2026-01-01' + i * interval '1 day', CASE WHEN i > 5 THEN i - 5 END, i % 7 <> 0, i * 10.5 FROM generate_series(1, 40) i;
INSERT INTO categories VALUES (1, NULL, 'All'), (2, 1, 'Tools'), (3, 1, 'Toys'), (4, 2, 'Saws');
INSERT INTO products (id, sku, name, category_id, price, attributes, tags, weight, released, valid)
    SELECT i, 'SKU-' || i, 'Useful product ' || i, 2 + i % 3, i * 3.25, jsonb_build_object('color', 'red', 'sizes', jsonb_build_array(i, i + 1)),
    ARRAY['new', 'p' || i % 4], i / 3.0, date '2025-01-01' + i, daterange(date '2026-01-01', date '2026-12-31') FROM generate_series(1, 20) i;
INSERT INTO orders SELECT i, 1 + i % 40, (enum_range(NULL::order_status))[1 + i % 5], timestamptz '2026-02-01' + i * interval '7 hours',
    CASE WHEN i % 2 = 0 THEN timestamptz '2026-02-03' + i * interval '7 hours' END, i * 1.99, 'EUR', (ARRAY['web','app','shop'])[1 + i % 3],
    CASE WHEN i % 4 = 0 THEN 'gift' END FROM generate_series(1, 200) i;
INSERT INTO order_lines SELECT o, l, 1 + (o * l) % 20, l, 2.5 * l, 0.1 FROM generate_series(1, 200) o, generate_series(1, 3) l;
INSERT INTO events SELECT i, 1 + i % 40, (ARRAY['view','cart','buy'])[1 + i % 3], timestamptz '2026-02-01' + i * interval '13 minutes',
    jsonb_build_object('page', '/p/' || i, 'items', jsonb_build_array(jsonb_build_object('id', i, 'n', 2))), ('10.0.0.' || i % 250)::inet,
    gen_random_uuid(), i * interval '1 second' FROM generate_series(1, 300) i;
INSERT INTO readings SELECT i % 5, timestamptz '2026-03-01' + i * interval '5 minutes', sin(i), i % 9 <> 0, '\xdeadbeef' FROM generate_series(1, 300) i;
INSERT INTO departments VALUES ('R&D', 100000), ('Sales', 50000);
INSERT INTO employees SELECT i, 'E' || i, NULLIF(i / 2, 0), 3000 + i * 111, (ARRAY['R&D','Sales'])[1 + i % 2], date '2020-01-01' + i * 30 FROM generate_series(1, 20) i;
INSERT INTO bookings VALUES (1, '[2026-05-01,2026-05-03)', 'A'), (1, '[2026-05-04,2026-05-06)', 'B');
INSERT INTO stock SELECT i, w, i * 2, now() FROM generate_series(1, 20) i, unnest(ARRAY['north','south']) w;
INSERT INTO documents VALUES (1, 'First', 'The quick brown fox', '<a><b c="1">x</b></a>'), (2, 'Second', 'A lazy dog', '<a><b c="2">y</b></a>');
INSERT INTO places VALUES (1, 'A', '(1,2)', '((0,0),(2,2))'), (2, 'B', '(3,4)', '((1,1),(5,5))');
INSERT INTO currency_rates SELECT d, 'USD', 1.05 + random() / 100 FROM generate_series(date '2026-01-01', date '2026-03-01', '1 day') d;
INSERT INTO "Odd Names" VALUES (1, 'g', 's', 2);
REFRESH MATERIALIZED VIEW daily_sales;
