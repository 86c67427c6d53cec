SELECT 1
SELECT 1 AS one, 'two' AS [two], N'drei' AS "three", 4.5 AS four, 0x05 AS five, NULL AS six
SELECT * FROM dbo.customers
SELECT c.* FROM dbo.customers AS c
SELECT c.id, c.name FROM dbo.customers c WHERE c.region = 'EU'
SELECT [id], [name] FROM [dbo].[customers] WHERE [region] IN ('EU', 'US')
SELECT DISTINCT region FROM dbo.customers
SELECT COUNT(*) FROM dbo.orders
SELECT COUNT_BIG(*) AS n, COUNT(DISTINCT customer_id) AS customers FROM dbo.orders
SELECT ALL region FROM dbo.customers ORDER BY region
SELECT total = SUM(o.total), region = c.region FROM dbo.orders o JOIN dbo.customers c ON c.id = o.customer_id GROUP BY c.region
SELECT name AS 'customer name', region AS "where" FROM dbo.customers
SELECT TOP 10 * FROM dbo.orders
SELECT TOP (10) id, total FROM dbo.orders ORDER BY total DESC
SELECT TOP (5) PERCENT id FROM dbo.orders ORDER BY total DESC
SELECT TOP (10) WITH TIES region, total FROM dbo.regions ORDER BY total DESC
SELECT TOP (2) PERCENT WITH TIES id FROM dbo.orders ORDER BY ordered_at
SELECT DISTINCT TOP (3) region FROM dbo.customers ORDER BY region
SELECT TOP (SELECT COUNT(*) / 10 FROM dbo.orders) id FROM dbo.orders ORDER BY id
SELECT TOP (?) id FROM dbo.orders ORDER BY id
SELECT id FROM dbo.orders ORDER BY id OFFSET 20 ROWS FETCH NEXT 10 ROWS ONLY
SELECT id FROM dbo.orders ORDER BY id OFFSET 0 ROWS FETCH FIRST 1 ROW ONLY
SELECT id FROM dbo.orders ORDER BY id OFFSET 5 ROWS
SELECT id FROM dbo.orders ORDER BY ordered_at DESC, id ASC OFFSET $1 ROWS FETCH NEXT $2 ROWS ONLY
SELECT id FROM dbo.orders ORDER BY (SELECT NULL) OFFSET 10 ROWS FETCH NEXT 10 ROWS ONLY
SELECT o.id FROM dbo.orders o INNER JOIN dbo.lines l ON l.order_id = o.id LEFT OUTER JOIN dbo.products p ON p.id = l.product_id
SELECT o.id FROM dbo.orders o RIGHT JOIN dbo.customers c ON c.id = o.customer_id WHERE o.id IS NULL
SELECT a.id, b.id FROM dbo.a FULL OUTER JOIN dbo.b ON a.id = b.id
SELECT a.x, b.y FROM dbo.a CROSS JOIN dbo.b
SELECT a.x, b.y FROM dbo.a, dbo.b WHERE a.id = b.id
SELECT o.id FROM (dbo.orders o JOIN dbo.lines l ON l.order_id = o.id) LEFT JOIN dbo.returns r ON r.line_id = l.id
SELECT e.name, m.name AS manager FROM hr.employees e LEFT JOIN hr.employees m ON m.id = e.manager_id
SELECT o.id FROM dbo.orders o INNER HASH JOIN dbo.lines l ON l.order_id = o.id
SELECT o.id FROM dbo.orders o LEFT LOOP JOIN dbo.lines l ON l.order_id = o.id
SELECT p.a FROM dbo.p JOIN dbo.q ON p.a = q.a AND p.b = q.b AND (p.c > q.c OR p.d IS NULL)
SELECT region, SUM(total) FROM dbo.sales GROUP BY region HAVING SUM(total) > 1000 ORDER BY SUM(total) DESC
SELECT YEAR(ordered_at), MONTH(ordered_at), SUM(total) FROM dbo.orders GROUP BY YEAR(ordered_at), MONTH(ordered_at)
SELECT region, product, SUM(total) FROM dbo.sales GROUP BY ROLLUP (region, product)
SELECT region, product, SUM(total) FROM dbo.sales GROUP BY CUBE (region, product)
SELECT region, product, SUM(total) FROM dbo.sales GROUP BY GROUPING SETS ((region, product), (region), ())
SELECT region, GROUPING(region), GROUPING_ID(region, product), SUM(total) FROM dbo.sales GROUP BY region, product WITH ROLLUP
SELECT region, SUM(total) FROM dbo.sales GROUP BY region WITH CUBE
SELECT region, ROLLUP_TOTAL = SUM(total) FROM dbo.sales GROUP BY GROUPING SETS (ROLLUP (region, product), CUBE (year))
SELECT CASE WHEN GROUPING(region) = 1 THEN 'all' ELSE region END, SUM(total) FROM dbo.sales GROUP BY ROLLUP (region)
SELECT SUM(total) FROM dbo.sales GROUP BY ()
SELECT AVG(CAST(total AS float)), STDEV(total), STDEVP(total), VAR(total), VARP(total), MIN(total), MAX(total) FROM dbo.orders
SELECT CHECKSUM_AGG(CHECKSUM(id, total)) FROM dbo.orders
SELECT APPROX_COUNT_DISTINCT(customer_id) FROM dbo.orders
SELECT STRING_AGG(name, ', ') FROM dbo.customers
SELECT region, STRING_AGG(CONVERT(nvarchar(max), name), ';') WITHIN GROUP (ORDER BY name DESC) FROM dbo.customers GROUP BY region
SELECT SUM(CASE WHEN status = 'paid' THEN total ELSE 0 END) AS paid, SUM(IIF(status = 'open', 1, 0)) AS [open] FROM dbo.orders
SELECT ROW_NUMBER() OVER (ORDER BY id) FROM dbo.orders
SELECT ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY ordered_at DESC) AS n, * FROM dbo.orders
SELECT RANK() OVER (ORDER BY total), DENSE_RANK() OVER (ORDER BY total), NTILE(4) OVER (ORDER BY total) FROM dbo.orders
SELECT PERCENT_RANK() OVER (ORDER BY total), CUME_DIST() OVER (ORDER BY total) FROM dbo.orders
SELECT LAG(total) OVER (ORDER BY ordered_at), LEAD(total, 2, 0) OVER (ORDER BY ordered_at) FROM dbo.orders
SELECT FIRST_VALUE(total) OVER (PARTITION BY customer_id ORDER BY ordered_at ROWS UNBOUNDED PRECEDING) FROM dbo.orders
SELECT LAST_VALUE(total) OVER (ORDER BY ordered_at ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM dbo.orders
SELECT SUM(total) OVER (ORDER BY ordered_at ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS week FROM dbo.orders
SELECT SUM(total) OVER (ORDER BY ordered_at RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM dbo.orders
SELECT AVG(total) OVER (PARTITION BY region ORDER BY day ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM dbo.days
SELECT SUM(SUM(total)) OVER (ORDER BY region) FROM dbo.orders GROUP BY region
SELECT total / SUM(total) OVER () AS share FROM dbo.orders
SELECT COUNT(*) OVER () AS all_rows, id FROM dbo.orders ORDER BY id OFFSET 0 ROWS FETCH NEXT 20 ROWS ONLY
SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY total) OVER (PARTITION BY region) FROM dbo.orders
SELECT DISTINCT PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY total DESC) OVER (PARTITION BY region) FROM dbo.orders
SELECT SUM(total) OVER w, AVG(total) OVER w FROM dbo.orders WINDOW w AS (PARTITION BY region ORDER BY id)
SELECT LAST_VALUE(price) IGNORE NULLS OVER (ORDER BY day) FROM dbo.prices
SELECT id - ROW_NUMBER() OVER (ORDER BY id) AS island FROM dbo.seats
WITH c AS (SELECT id FROM dbo.customers) SELECT * FROM c
WITH c (id, n) AS (SELECT customer_id, COUNT(*) FROM dbo.orders GROUP BY customer_id) SELECT AVG(n * 1.0) FROM c
WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a), c AS (SELECT y * 2 AS z FROM b) SELECT z FROM c
WITH n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT i FROM n OPTION (MAXRECURSION 100)
WITH tree AS (SELECT id, manager_id, 0 AS depth, CAST(name AS nvarchar(max)) AS path FROM hr.employees WHERE manager_id IS NULL UNION ALL SELECT e.id, e.manager_id, t.depth + 1, t.path + N' > ' + e.name FROM hr.employees e JOIN tree t ON t.id = e.manager_id) SELECT * FROM tree ORDER BY path
WITH d AS (SELECT CAST('2026-01-01' AS date) AS day UNION ALL SELECT DATEADD(day, 1, day) FROM d WHERE day < '2026-12-31') SELECT d.day, COUNT(o.id) FROM d LEFT JOIN dbo.orders o ON CAST(o.ordered_at AS date) = d.day GROUP BY d.day OPTION (MAXRECURSION 366)
WITH ranked AS (SELECT *, ROW_NUMBER() OVER (PARTITION BY email ORDER BY id) AS n FROM dbo.customers) SELECT * FROM ranked WHERE n > 1
WITH first_orders AS (SELECT customer_id, MIN(ordered_at) AS first_at FROM dbo.orders GROUP BY customer_id) SELECT DATEFROMPARTS(YEAR(f.first_at), MONTH(f.first_at), 1) AS cohort, DATEDIFF(month, f.first_at, o.ordered_at) AS age, COUNT(DISTINCT o.customer_id) AS customers FROM first_orders f JOIN dbo.orders o ON o.customer_id = f.customer_id GROUP BY DATEFROMPARTS(YEAR(f.first_at), MONTH(f.first_at), 1), DATEDIFF(month, f.first_at, o.ordered_at)
WITH gaps AS (SELECT id, LEAD(id) OVER (ORDER BY id) AS following FROM dbo.tickets) SELECT id + 1 AS gap_start, following - 1 AS gap_end FROM gaps WHERE following - id > 1
SELECT c.name, o.total FROM dbo.customers c CROSS APPLY (SELECT TOP (3) total FROM dbo.orders WHERE customer_id = c.id ORDER BY total DESC) o
SELECT c.name, o.total FROM dbo.customers c OUTER APPLY (SELECT TOP (1) total FROM dbo.orders WHERE customer_id = c.id ORDER BY ordered_at DESC) AS o
SELECT t.id, v.name, v.value FROM dbo.wide t CROSS APPLY (VALUES ('a', t.a), ('b', t.b), ('c', t.c)) v (name, value)
SELECT p.id, s.value FROM dbo.posts p CROSS APPLY STRING_SPLIT(p.tags, ',') s
SELECT p.id, s.value, s.ordinal FROM dbo.posts p CROSS APPLY STRING_SPLIT(p.tags, ',', 1) AS s WHERE s.value <> ''
SELECT c.id, f.amount FROM dbo.customers c CROSS APPLY dbo.fn_Balance(c.id, '2026-01-01') f
SELECT c.id, f.amount FROM dbo.customers c OUTER APPLY sales.BalanceOf(c.id) AS f WHERE f.amount > 0
SELECT o.id, x.net, y.gross FROM dbo.orders o CROSS APPLY (SELECT o.total / 1.19 AS net) x CROSS APPLY (SELECT x.net * 1.19 AS gross) y
SELECT * FROM GENERATE_SERIES(1, 10)
SELECT s.value FROM GENERATE_SERIES(0, 100, 5) AS s
SELECT v.a, v.b FROM (VALUES (1, 'x'), (2, 'y'), (3, 'z')) AS v (a, b)
SELECT * FROM (SELECT region, year, total FROM dbo.sales) s PIVOT (SUM(total) FOR year IN ([2024], [2025], [2026])) p
SELECT p.region, p.[1] AS jan, p.[2] AS feb FROM (SELECT region, month, total FROM dbo.sales) AS s PIVOT (MAX(total) FOR month IN ([1], [2])) AS p ORDER BY p.region
SELECT region, [open], [paid] FROM (SELECT region, status, id FROM dbo.orders) s PIVOT (COUNT(id) FOR status IN ([open], [paid])) AS counted
SELECT id, quarter, amount FROM dbo.quarters UNPIVOT (amount FOR quarter IN (q1, q2, q3, q4)) AS u
SELECT u.id, u.kind, u.value FROM (SELECT id, height, width FROM dbo.parts) p UNPIVOT (value FOR kind IN (height, width)) u WHERE u.value > 1
SELECT id FROM dbo.a UNION SELECT id FROM dbo.b
SELECT id FROM dbo.a UNION ALL SELECT id FROM dbo.b ORDER BY id
SELECT id FROM dbo.a EXCEPT SELECT id FROM dbo.b
SELECT id FROM dbo.a INTERSECT SELECT id FROM dbo.b
(SELECT id FROM dbo.a UNION SELECT id FROM dbo.b) EXCEPT SELECT id FROM dbo.c
SELECT id FROM dbo.a EXCEPT (SELECT id FROM dbo.b UNION ALL SELECT id FROM dbo.c)
SELECT 'a' AS source, id FROM dbo.a UNION ALL SELECT 'b', id FROM dbo.b UNION ALL SELECT 'c', id FROM dbo.c
SELECT id FROM dbo.orders WHERE customer_id IN (SELECT id FROM dbo.customers WHERE region = 'EU')
SELECT id FROM dbo.orders WHERE customer_id NOT IN (SELECT id FROM dbo.customers)
SELECT id FROM dbo.customers c WHERE EXISTS (SELECT 1 FROM dbo.orders o WHERE o.customer_id = c.id)
SELECT id FROM dbo.customers c WHERE NOT EXISTS (SELECT * FROM dbo.orders o WHERE o.customer_id = c.id AND o.total > 100)
SELECT id FROM dbo.orders WHERE total > ALL (SELECT total FROM dbo.returns)
SELECT id FROM dbo.orders WHERE total = ANY (SELECT total FROM dbo.returns)
SELECT id FROM dbo.orders WHERE total >= SOME (SELECT total FROM dbo.returns)
SELECT id, (SELECT MAX(ordered_at) FROM dbo.orders o WHERE o.customer_id = c.id) AS last_order FROM dbo.customers c
SELECT id FROM dbo.orders WHERE total = (SELECT MAX(total) FROM dbo.orders)
SELECT x.n FROM (SELECT COUNT(*) AS n FROM (SELECT DISTINCT region FROM dbo.customers) r) x
SELECT id FROM dbo.orders WHERE total BETWEEN 10 AND 20 AND ordered_at NOT BETWEEN '2026-01-01' AND '2026-02-01'
SELECT id FROM dbo.customers WHERE name LIKE 'A%' AND name NOT LIKE '%[0-9]%' AND code LIKE '50!%%' ESCAPE '!'
SELECT id FROM dbo.customers WHERE email IS NULL OR phone IS NOT NULL
SELECT id FROM dbo.customers WHERE NOT (region = 'EU' OR region = 'US') AND (a = 1 OR b = 2)
SELECT id FROM dbo.a WHERE x <> 1 AND y != 2 AND z >= 3 AND w <= 4
SELECT id FROM dbo.a WHERE x IS DISTINCT FROM y OR x IS NOT DISTINCT FROM z
SELECT 7 % 3, 7 / 2, -x, +x, x & 3, x | 4, x ^ 1, ~x FROM dbo.a
SELECT a + b * (c - d) / e FROM dbo.numbers
SELECT 'a' + 'b' + CAST(1 AS varchar(10)), CONCAT('a', 1, NULL, 'b'), CONCAT_WS('-', 'a', NULL, 'b')
SELECT CASE status WHEN 'open' THEN 1 WHEN 'paid' THEN 2 ELSE 0 END FROM dbo.orders
SELECT CASE WHEN total > 100 THEN 'big' WHEN total > 10 THEN 'middle' END AS size FROM dbo.orders
SELECT IIF(total > 100, 'big', 'small'), CHOOSE(2, 'a', 'b', 'c'), COALESCE(a, b, 0), ISNULL(a, 0), NULLIF(a, 0) FROM dbo.orders
SELECT GREATEST(a, b, c), LEAST(a, b, c) FROM dbo.numbers
SELECT CAST(total AS decimal(18, 2)), CAST(id AS nvarchar(20)), CAST('2026-01-31' AS date), CAST(x AS varbinary(max)) FROM dbo.orders
SELECT TRY_CAST(code AS int), TRY_CAST(code AS datetime2(3)), TRY_CAST(x AS uniqueidentifier) FROM dbo.raw
SELECT CONVERT(varchar(10), ordered_at, 23), CONVERT(date, ordered_at), CONVERT(int, '5') FROM dbo.orders
SELECT CONVERT(nvarchar(30), ordered_at, 126), CONVERT(varchar(8), GETDATE(), 112)
SELECT TRY_CONVERT(int, code), TRY_CONVERT(datetime2, code, 121) FROM dbo.raw
SELECT CONVERT(varbinary(8), 0x1234), CONVERT(varchar(max), 0x41, 2)
SELECT PARSE('31.01.2026' AS date USING 'de-DE')
SELECT TRY_PARSE('1,5' AS decimal(5, 2) USING 'de-DE')
SELECT FORMAT(ordered_at, 'yyyy-MM'), FORMAT(total, 'N2', 'de-DE') FROM dbo.orders
SELECT GETDATE(), GETUTCDATE(), SYSDATETIME(), SYSUTCDATETIME(), SYSDATETIMEOFFSET(), CURRENT_TIMESTAMP
SELECT DATEADD(day, -7, GETDATE()), DATEADD(hour, 3, ordered_at), DATEADD(mm, 1, ordered_at) FROM dbo.orders
SELECT DATEDIFF(day, ordered_at, shipped_at), DATEDIFF_BIG(millisecond, ordered_at, shipped_at) FROM dbo.orders
SELECT DATEPART(weekday, ordered_at), DATEPART(iso_week, ordered_at), DATENAME(month, ordered_at) FROM dbo.orders
SELECT EOMONTH(ordered_at), EOMONTH(ordered_at, -1), DAY(ordered_at), MONTH(ordered_at), YEAR(ordered_at) FROM dbo.orders
SELECT DATEFROMPARTS(2026, 1, 31), TIMEFROMPARTS(1, 2, 3, 0, 0), DATETIME2FROMPARTS(2026, 1, 2, 3, 4, 5, 0, 0)
SELECT DATETRUNC(month, ordered_at), DATE_BUCKET(week, 2, ordered_at) FROM dbo.orders
SELECT ordered_at AT TIME ZONE 'UTC' AT TIME ZONE 'W. Europe Standard Time' FROM dbo.orders
SELECT SWITCHOFFSET(changed_at, '+02:00'), TODATETIMEOFFSET(ordered_at, '-05:30') FROM dbo.orders
SELECT ISDATE('2026-01-31'), ISNUMERIC('1e5'), ISJSON('{}')
SELECT LEN(name), DATALENGTH(name), LEFT(name, 3), RIGHT(name, 3), SUBSTRING(name, 2, 4) FROM dbo.customers
SELECT UPPER(name), LOWER(name), LTRIM(name), RTRIM(name), TRIM(name), TRIM('.' FROM name) FROM dbo.customers
SELECT REPLACE(name, 'a', 'b'), STUFF(name, 1, 2, 'xx'), REVERSE(name), REPLICATE('x', 3), SPACE(2) FROM dbo.customers
SELECT CHARINDEX('a', name), PATINDEX('%[0-9]%', name), TRANSLATE(name, 'abc', 'xyz'), QUOTENAME(name) FROM dbo.customers
SELECT ASCII('a'), CHAR(65), UNICODE(N'ä'), NCHAR(228), SOUNDEX(name), DIFFERENCE(a, b), STRING_ESCAPE(a, 'json') FROM dbo.customers
SELECT ABS(x), CEILING(x), FLOOR(x), ROUND(x, 2), ROUND(x, 2, 1), POWER(x, 2), SQRT(x), SQUARE(x), SIGN(x), EXP(x), LOG(x), LOG(x, 2), LOG10(x), PI() FROM dbo.numbers
SELECT SIN(x), COS(x), TAN(x), ATN2(x, y), DEGREES(x), RADIANS(x), RAND(5), NEWID() FROM dbo.numbers
SELECT HASHBYTES('SHA2_256', name), CHECKSUM(name), BINARY_CHECKSUM(*) FROM dbo.customers
SELECT COMPRESS(doc), CAST(DECOMPRESS(packed) AS nvarchar(max)) FROM dbo.documents
SELECT name COLLATE Latin1_General_CS_AS FROM dbo.customers ORDER BY name COLLATE Latin1_General_BIN2
SELECT id FROM dbo.customers WHERE name COLLATE SQL_Latin1_General_CP1_CI_AS = 'müller'
SELECT id FROM dbo.customers WHERE name = N'Ærøskøbing' OR name = N'東京'
SELECT Größe, Straße FROM dbo.Maße
SELECT [group], [order], [select] FROM dbo.[table] WHERE [from] = 1
SELECT o.[Unit Price] FROM dbo.[Order Details] AS o
SELECT "Unit Price" FROM dbo."Order Details"
SELECT [weird]]name], [a.b], [c;d], [e--f] FROM dbo.[x y]
SELECT a$b, a#b, a@b, _x FROM dbo.names
SELECT JSON_VALUE(doc, '$.customer.name'), JSON_QUERY(doc, '$.lines') FROM dbo.documents
SELECT ISJSON(doc), JSON_MODIFY(doc, '$.name', 'x'), JSON_PATH_EXISTS(doc, '$.a') FROM dbo.documents
SELECT id FROM dbo.documents WHERE JSON_VALUE(doc, '$.type') = 'invoice' AND TRY_CAST(JSON_VALUE(doc, '$.total') AS decimal(10, 2)) > 100
SELECT j.[key], j.value, j.type FROM OPENJSON('{"a": 1, "b": [1, 2]}') j
SELECT d.id, j.value FROM dbo.documents d CROSS APPLY OPENJSON(d.doc, '$.tags') j
SELECT d.id, l.sku, l.qty FROM dbo.documents d CROSS APPLY OPENJSON(d.doc, '$.lines') WITH (sku varchar(20) '$.sku', qty int '$.qty') AS l
SELECT j.* FROM OPENJSON(?) WITH (id int, name nvarchar(100) '$.name', tags nvarchar(max) '$.tags' AS JSON, at datetime2(3) '$.at') AS j
SELECT id FROM dbo.orders WHERE id IN (SELECT CAST(value AS int) FROM OPENJSON(?))
SELECT id, name FROM dbo.customers FOR JSON PATH
SELECT id, name FROM dbo.customers FOR JSON AUTO
SELECT id AS [customer.id], name AS [customer.name] FROM dbo.customers FOR JSON PATH, ROOT('customers'), INCLUDE_NULL_VALUES
SELECT (SELECT o.id, o.total FROM dbo.orders o WHERE o.customer_id = c.id FOR JSON PATH) AS orders, c.name FROM dbo.customers c
SELECT TOP (1) id FROM dbo.customers FOR JSON PATH, WITHOUT_ARRAY_WRAPPER
SELECT id, name FROM dbo.customers FOR XML RAW
SELECT id, name FROM dbo.customers FOR XML AUTO, ELEMENTS
SELECT id AS [@id], name FROM dbo.customers FOR XML PATH('customer'), ROOT('customers')
SELECT c.id, STUFF((SELECT ',' + o.code FROM dbo.orders o WHERE o.customer_id = c.id FOR XML PATH('')), 1, 1, '') AS codes FROM dbo.customers c
SELECT STUFF((SELECT ', ' + name FROM dbo.tags FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)'), 1, 2, '') AS tags
SELECT x.doc.value('(/order/@id)[1]', 'int') AS id FROM dbo.xml_documents x
SELECT x.doc.query('/order/lines') FROM dbo.xml_documents x WHERE x.doc.exist('/order[@status="open"]') = 1
SELECT n.line.value('@sku', 'varchar(20)') AS sku FROM dbo.xml_documents x CROSS APPLY x.doc.nodes('/order/lines/line') AS n (line)
SELECT CAST('<a/>' AS xml).query('/a')
SELECT JSON_OBJECT('id': id, 'name': name) FROM dbo.customers
SELECT JSON_ARRAY(1, 'a', NULL)
SELECT JSON_ARRAYAGG(name ORDER BY name) FROM dbo.customers
SELECT JSON_OBJECTAGG(name: total) FROM dbo.customers
SELECT * FROM dbo.prices FOR SYSTEM_TIME AS OF '2026-01-01T00:00:00'
SELECT p.* FROM dbo.prices FOR SYSTEM_TIME AS OF '2026-01-01' AS p WHERE p.product_id = 5
SELECT * FROM dbo.prices FOR SYSTEM_TIME BETWEEN '2026-01-01' AND '2026-02-01' AS p
SELECT * FROM dbo.prices FOR SYSTEM_TIME FROM '2026-01-01' TO '2026-02-01'
SELECT * FROM dbo.prices FOR SYSTEM_TIME CONTAINED IN ('2026-01-01', '2026-02-01')
SELECT * FROM dbo.prices FOR SYSTEM_TIME ALL WHERE product_id = 5 ORDER BY valid_from
SELECT a.price, b.price FROM dbo.prices FOR SYSTEM_TIME AS OF ? AS a JOIN dbo.prices AS b ON a.product_id = b.product_id
SELECT * FROM dbo.orders WITH (NOLOCK)
SELECT * FROM dbo.orders o WITH (NOLOCK) JOIN dbo.lines l WITH (NOLOCK) ON l.order_id = o.id
SELECT * FROM dbo.orders WITH (READPAST)
SELECT * FROM dbo.orders WITH (READUNCOMMITTED) WHERE id = 1
SELECT * FROM dbo.orders (NOLOCK)
SELECT * FROM dbo.orders_view WITH (NOEXPAND)
SELECT * FROM dbo.orders WITH (FORCESEEK)
SELECT * FROM dbo.orders OPTION (RECOMPILE)
SELECT * FROM dbo.orders OPTION (MAXDOP 1)
SELECT * FROM dbo.orders WHERE id = ? OPTION (RECOMPILE, MAXDOP 2)
SELECT * FROM dbo.orders TABLESAMPLE (10 PERCENT)
SELECT * FROM dbo.orders TABLESAMPLE SYSTEM (1000 ROWS) REPEATABLE (5)
SELECT id FROM dbo.articles WHERE CONTAINS(body, 'database')
SELECT id FROM dbo.articles WHERE CONTAINS((title, body), '"full text" NEAR search')
SELECT id FROM dbo.articles WHERE FREETEXT(body, 'fast query')
SELECT a.id, k.RANK FROM dbo.articles a JOIN CONTAINSTABLE(dbo.articles, body, 'database') AS k ON k.[KEY] = a.id ORDER BY k.RANK DESC
SELECT k.[KEY] FROM FREETEXTTABLE(dbo.articles, *, 'query', 10) k
SELECT TABLE_SCHEMA, TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_TYPE = 'BASE TABLE'
SELECT COLUMN_NAME, DATA_TYPE FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = 'orders' ORDER BY ORDINAL_POSITION
SELECT s.name, t.name FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id
SELECT OBJECT_NAME(c.object_id), c.name, TYPE_NAME(c.user_type_id) FROM sys.columns c
SELECT i.name, i.type_desc FROM sys.indexes i WHERE i.object_id = OBJECT_ID('dbo.orders')
SELECT SUM(p.rows) FROM sys.partitions p WHERE p.object_id = OBJECT_ID(N'dbo.orders') AND p.index_id IN (0, 1)
SELECT fk.name FROM sys.foreign_keys fk JOIN sys.foreign_key_columns fc ON fc.constraint_object_id = fk.object_id
SELECT loc.ToString(), loc.STAsText(), loc.Lat, loc.Long FROM dbo.shops
SELECT a.loc.STDistance(b.loc) FROM dbo.shops a CROSS JOIN dbo.shops b WHERE a.id < b.id
SELECT geography::Point(47.6, -122.3, 4326).STDistance(loc) FROM dbo.shops
SELECT geometry::STGeomFromText('POINT (1 2)', 0)
SELECT node.ToString(), node.GetLevel() FROM dbo.tree ORDER BY node
SELECT id FROM dbo.tree WHERE node.IsDescendantOf(?) = 1
SELECT hierarchyid::Parse('/1/2/').GetAncestor(1)
SELECT id, total FROM dbo.orders WHERE customer_id = ? AND ordered_at >= ? AND ordered_at < ?
SELECT id, total FROM dbo.orders WHERE customer_id = $1 OR $1 IS NULL
SELECT id FROM dbo.orders WHERE status IN (?, ?, ?)
SELECT id FROM dbo.customers WHERE name LIKE ? + '%'
SELECT COALESCE(c.region, 'none') AS region, COUNT(*) AS n, SUM(o.total) AS total FROM dbo.customers c LEFT JOIN dbo.orders o ON o.customer_id = c.id AND o.status <> 'void' WHERE c.created_at >= DATEADD(year, -1, GETDATE()) GROUP BY COALESCE(c.region, 'none') HAVING COUNT(o.id) > 0 ORDER BY total DESC, region
SELECT p.category, p.name, s.revenue, RANK() OVER (PARTITION BY p.category ORDER BY s.revenue DESC) AS place FROM dbo.products p JOIN (SELECT product_id, SUM(qty * price * (1 - discount)) AS revenue FROM dbo.lines GROUP BY product_id) s ON s.product_id = p.id
SELECT d.year, d.total, d.total - LAG(d.total) OVER (ORDER BY d.year) AS growth FROM (SELECT YEAR(ordered_at) AS year, SUM(total) AS total FROM dbo.orders GROUP BY YEAR(ordered_at)) d
SELECT CAST(100.0 * SUM(CASE WHEN shipped_at > due_at THEN 1 ELSE 0 END) / NULLIF(COUNT(*), 0) AS decimal(5, 2)) AS late_percent FROM dbo.orders
SELECT DATEADD(month, DATEDIFF(month, 0, ordered_at), 0) AS month, SUM(total) FROM dbo.orders GROUP BY DATEADD(month, DATEDIFF(month, 0, ordered_at), 0) ORDER BY 1
SELECT DATEPART(hour, created_at) AS hour, COUNT(*) FROM app.events WHERE created_at >= CAST(GETDATE() AS date) GROUP BY DATEPART(hour, created_at)
SELECT e.user_id, MIN(e.at) AS started, MAX(e.at) AS ended FROM (SELECT user_id, at, SUM(fresh) OVER (PARTITION BY user_id ORDER BY at) AS session FROM (SELECT user_id, at, CASE WHEN DATEDIFF(minute, LAG(at) OVER (PARTITION BY user_id ORDER BY at), at) > 30 THEN 1 ELSE 0 END AS fresh FROM app.events) x) e GROUP BY e.user_id, e.session
SELECT a.product_id AS one, b.product_id AS other, COUNT(*) AS together FROM dbo.lines a JOIN dbo.lines b ON a.order_id = b.order_id AND a.product_id < b.product_id GROUP BY a.product_id, b.product_id HAVING COUNT(*) >= 10
SELECT customer_id, DATEDIFF(day, MAX(ordered_at), GETDATE()) AS recency, COUNT(*) AS frequency, SUM(total) AS money, NTILE(5) OVER (ORDER BY SUM(total)) AS money_class FROM dbo.orders GROUP BY customer_id
SELECT AVG(x * 1.0) AS mean, (AVG(x * y) - AVG(x) * AVG(y)) / (STDEVP(x) * STDEVP(y)) AS correlation FROM dbo.pairs
SELECT x.bucket, COUNT(*) FROM (SELECT FLOOR(total / 50) * 50 AS bucket FROM dbo.orders) x GROUP BY x.bucket ORDER BY x.bucket
SELECT TOP (20) s.name + N'.' + t.name AS [table], SUM(p.rows) AS n FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id JOIN sys.partitions p ON p.object_id = t.object_id WHERE p.index_id < 2 GROUP BY s.name, t.name ORDER BY n DESC
SELECT DB_NAME(), USER_NAME(), SCHEMA_NAME()
SELECT OBJECT_DEFINITION(OBJECT_ID('dbo.orders_view'))
SELECT COL_NAME(5, 1), COLUMNPROPERTY(5, 'a', 'IsIdentity'), OBJECTPROPERTY(5, 'IsTable')
SELECT CURRENT_USER, SESSION_USER, SYSTEM_USER, USER
SELECT ERROR_MESSAGE()
SELECT HAS_PERMS_BY_NAME('dbo.orders', 'OBJECT', 'SELECT')
SELECT SCOPE_IDENTITY(), ROWCOUNT_BIG()
SELECT id -- the number of the order; not of the customer
  FROM dbo.orders /* all of them; /* also */ the old ones */ WHERE 1 = 1
SELECT o.id,
  o.total
  FROM dbo.orders AS o
  WHERE o.status = 'open'
  ORDER BY o.id;
SELECT 'it''s; DROP TABLE students; --' AS text, '/* no comment */' AS more
SELECT N'@variable', '#temp', '[x]', '"y"', '{fn now()}', '%%'
SELECT 1e5, 1.5E-3, .5, 5., 0x, 0xABCDEF, -1, +2
SELECT id FROM dbo.orders WHERE (((id)))=(((1)))
SELECT id FROM dbo.orders WHERE id=1AND total>2
SELECT a.id FROM dbo.a a JOIN dbo.b b ON a.id=b.id JOIN dbo.c c ON c.id=b.id JOIN dbo.d d ON d.id=c.id JOIN dbo.e e ON e.id=d.id
SELECT MAX(v) FROM (VALUES (1), (2), (3)) t (v)
SELECT (SELECT MAX(v) FROM (VALUES (a.x), (a.y), (a.z)) t (v)) AS largest FROM dbo.a a
SELECT NULLIF(LTRIM(RTRIM(name)), '') FROM dbo.customers
SELECT REPLICATE('0', 5 - LEN(code)) + code FROM dbo.products
SELECT LEFT(email, CHARINDEX('@', email) - 1) AS account, SUBSTRING(email, CHARINDEX('@', email) + 1, LEN(email)) AS domain FROM dbo.customers WHERE email LIKE '%@%.%'
SELECT value FROM STRING_SPLIT('a b c', ' ') ORDER BY value
SELECT CAST(N'2026-01-31T12:00:00+02:00' AS datetimeoffset(0))
SELECT CAST(x AS money), CAST(x AS smallmoney), CAST(x AS real), CAST(x AS float(53)), CAST(x AS bit), CAST(x AS sql_variant) FROM dbo.a
SELECT CAST(x AS xml), CAST(x AS time(3)), CAST(x AS smalldatetime), CAST(x AS sysname), CAST(x AS char(3)), CAST(x AS nchar(3)) FROM dbo.a
SELECT SQL_VARIANT_PROPERTY(x, 'BaseType') FROM dbo.a
SELECT id FROM dbo.orders WHERE ordered_at >= '20260101' AND ordered_at < DATEADD(DAY, 1, '20260131')
SELECT id FROM dbo.orders WHERE CAST(ordered_at AS date) = CAST(SYSDATETIME() AS date)
SELECT id FROM dbo.orders o WHERE o.total > (SELECT AVG(total) * 2 FROM dbo.orders i WHERE i.customer_id = o.customer_id)
SELECT c.region, o.status, COUNT(*) FROM dbo.customers c JOIN dbo.orders o ON c.id = o.customer_id GROUP BY c.region, o.status ORDER BY c.region, CASE o.status WHEN 'open' THEN 0 ELSE 1 END
SELECT t.id FROM dbo.t AS t WHERE t.flags & 4 = 4 AND t.flags & ~8 <> 0
SELECT BIT_COUNT(flags), LEFT_SHIFT(flags, 2), GET_BIT(flags, 3) FROM dbo.t
SELECT x.a FROM dbo.x WHERE x.a IN (1, 2, 3) AND x.b IN ('a') AND x.c NOT IN (N'ä', N'ö')
SELECT id FROM sales.orders UNION ALL SELECT id FROM archive.orders WHERE archived_at IS NOT NULL ORDER BY id DESC OFFSET 0 ROWS FETCH NEXT 50 ROWS ONLY
WITH x AS (SELECT id FROM dbo.a), y AS (SELECT id FROM dbo.b) SELECT x.id FROM x WHERE x.id NOT IN (SELECT y.id FROM y) UNION SELECT y.id FROM y
WITH o AS (SELECT *, SUM(total) OVER (PARTITION BY customer_id ORDER BY ordered_at ROWS UNBOUNDED PRECEDING) AS running FROM dbo.orders) SELECT customer_id, MIN(ordered_at) FROM o WHERE running >= 1000 GROUP BY customer_id
WITH m AS (SELECT FORMAT(ordered_at, 'yyyy-MM') AS month, total FROM dbo.orders) SELECT month, SUM(total) AS total, SUM(SUM(total)) OVER (ORDER BY month) AS so_far FROM m GROUP BY month
WITH parts AS (SELECT part, assembly, qty FROM dbo.bom WHERE assembly = ? UNION ALL SELECT b.part, b.assembly, b.qty * p.qty FROM dbo.bom b JOIN parts p ON b.assembly = p.part) SELECT part, SUM(qty) FROM parts GROUP BY part OPTION (MAXRECURSION 50)
WITH numbers AS (SELECT TOP (1000) ROW_NUMBER() OVER (ORDER BY (SELECT NULL)) AS n FROM sys.all_columns a CROSS JOIN sys.all_columns b) SELECT n FROM numbers WHERE n % 7 = 0
WITH e AS (SELECT id, JSON_VALUE(payload, '$.kind') AS kind, TRY_CONVERT(datetime2(3), JSON_VALUE(payload, '$.at'), 127) AS at FROM app.events) SELECT kind, COUNT(*) AS n, MIN(at) AS first, MAX(at) AS last FROM e GROUP BY kind
WITH s AS (SELECT product_id, SUM(qty) AS qty FROM dbo.lines GROUP BY product_id), r AS (SELECT s.*, SUM(qty) OVER (ORDER BY qty DESC ROWS UNBOUNDED PRECEDING) * 1.0 / SUM(qty) OVER () AS share FROM s) SELECT product_id, CASE WHEN share <= 0.8 THEN 'A' WHEN share <= 0.95 THEN 'B' ELSE 'C' END AS class FROM r
SELECT m.name FROM hr.employees m WHERE 5 <= (SELECT COUNT(*) FROM hr.employees e WHERE e.manager_id = m.id)
SELECT i.id, COALESCE(NULLIF(i.nick, ''), i.name) AS shown FROM dbo.people i ORDER BY shown COLLATE Latin1_General_CI_AI
SELECT d.name, e.name, e.salary FROM hr.departments d CROSS APPLY (SELECT TOP (1) WITH TIES * FROM hr.employees e WHERE e.department_id = d.id ORDER BY e.salary DESC) e
SELECT x.id, COUNT(*) FROM (SELECT id FROM dbo.a UNION ALL SELECT id FROM dbo.b) AS x GROUP BY x.id HAVING COUNT(*) = 1
SELECT a.id FROM dbo.a WHERE a.id > (SELECT MIN(v) FROM (SELECT id AS v FROM dbo.b INTERSECT SELECT id FROM dbo.c) z)
SELECT CONCAT(first_name, ' ', last_name) AS name, HASHBYTES('MD5', LOWER(email)) AS gravatar FROM dbo.people
SELECT ORDERS.ID, ORDERS.TOTAL FROM DBO.ORDERS ORDERS WHERE ORDERS.STATUS = 'PAID'
select id from dbo.orders where status = 'paid' order by id desc
SeLeCt Id FrOm DbO.OrDeRs
SELECT dbo.orders.id, dbo.customers.name FROM dbo.orders INNER JOIN dbo.customers ON dbo.customers.id = dbo.orders.customer_id
SELECT dbo.FullName(first_name, last_name) FROM dbo.people
SELECT sales.Discount(total, DEFAULT) FROM dbo.orders
SELECT $ROWGUID FROM dbo.synced
SELECT $PARTITION.ByMonth(ordered_at), COUNT(*) FROM dbo.orders GROUP BY $PARTITION.ByMonth(ordered_at)
SELECT ct.id, ct.SYS_CHANGE_OPERATION FROM CHANGETABLE(CHANGES dbo.orders, 5) AS ct
SELECT p1.name, p2.name FROM dbo.person p1, dbo.friend_of f, dbo.person p2 WHERE MATCH(p1-(f)->p2)
SELECT TOP 1 PERCENT id FROM dbo.orders
SELECT id FROM dbo.orders WHERE id ! = 1
SELECT id FROM dbo.orders WHERE total !> 5 AND total !< 1
SELECT id FROM dbo.orders o WHERE o.total > 5 ORDER BY CASE WHEN 1 = 1 THEN o.total END, o.id
SELECT region AS r, SUM(total) AS t FROM dbo.sales GROUP BY ALL region
SELECT name FROM dbo.a WHERE name LIKE N'%\_%' ESCAPE N'\'
SELECT TRIM(LEADING '0' FROM code), TRIM(BOTH ' ' FROM name) FROM dbo.products
SELECT REGEXP_LIKE(name, '^A'), REGEXP_REPLACE(name, '[0-9]', '') FROM dbo.customers
SELECT VECTOR_DISTANCE('cosine', a.embedding, b.embedding) FROM dbo.docs a CROSS JOIN dbo.docs b
SELECT a || b FROM dbo.t
SELECT UNISTR(N'\0041'), BASE64_ENCODE(bytes), CURRENT_DATE FROM dbo.t
SELECT EDIT_DISTANCE(a, b), JARO_WINKLER_SIMILARITY(a, b) FROM dbo.names
SELECT PRODUCT(x) FROM dbo.numbers
SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY total) OVER () AS median, id FROM dbo.orders
SELECT APPROX_PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY total) FROM dbo.orders
SELECT [Straße], Größe FROM [Verkäufe].[Kunden] WHERE [Löschdatum] IS NULL
SELECT 名前, COUNT(*) AS 件数 FROM dbo.注文 GROUP BY 名前
