-- The schemas that people made, and dbo. (Those of the fixed roles have the numbers from 16384 on.)
SELECT s.name, CAST(p.value AS nvarchar(4000)) AS comment
FROM sys.schemas s
     LEFT JOIN sys.extended_properties p
       ON p.class = 3 AND p.major_id = s.schema_id AND p.minor_id = 0 AND p.name = 'MS_Description'
WHERE s.schema_id < 16384 AND s.name NOT IN ('sys', 'INFORMATION_SCHEMA', 'guest')
ORDER BY s.name COLLATE Latin1_General_BIN2
