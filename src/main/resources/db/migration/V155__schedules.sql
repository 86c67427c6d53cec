-- A schedule is more than a cron text: one JSON object in the app's row, as install.ScheduleJson writes it.
UPDATE installed_app SET schedule = jsonb_build_object(
        'cron', schedule, 'zone', 'UTC', 'overlap', overlap, 'catchUp', 'once',
        'since', to_char(changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text
    WHERE schedule IS NOT NULL;
ALTER TABLE installed_app DROP COLUMN overlap;
-- Tells two definitions apart. Pausing keeps the definition, and so the cursor.
ALTER TABLE installed_app ADD COLUMN schedule_key bigint
    GENERATED ALWAYS AS (hashtextextended((schedule::jsonb - 'paused')::text, 0)) STORED;

-- definition is what due_at was computed from: the next due time, which jitter may start later, at next_at. waiting counts the
-- ticks of the app that wait for the run before them.
ALTER TABLE schedule_cursor
    ADD COLUMN definition text,
    ADD COLUMN schedule_key bigint,
    ADD COLUMN due_at timestamptz,
    ADD COLUMN waiting int NOT NULL DEFAULT 0;
UPDATE schedule_cursor c SET definition = a.schedule, schedule_key = a.schedule_key, due_at = c.next_at
    FROM installed_app a WHERE a.id = c.app_id AND a.schedule::jsonb ->> 'cron' = c.cron;
DELETE FROM schedule_cursor WHERE definition IS NULL;
ALTER TABLE schedule_cursor
    DROP COLUMN cron,
    ALTER COLUMN definition SET NOT NULL,
    ALTER COLUMN schedule_key SET NOT NULL,
    ALTER COLUMN due_at SET NOT NULL;
CREATE INDEX schedule_waiting ON schedule_cursor (app_id) WHERE waiting > 0;

-- One line may stand for several due times that were missed for one reason: tick_count of them, from due_at to until_at.
ALTER TABLE schedule_tick
    ADD COLUMN until_at timestamptz,
    ADD COLUMN tick_count int NOT NULL DEFAULT 1 CHECK (tick_count > 0),
    ADD COLUMN cause text,
    ADD COLUMN started_at timestamptz,
    DROP CONSTRAINT schedule_tick_outcome_check,
    ADD CONSTRAINT schedule_tick_outcome CHECK (outcome IN ('STARTED', 'WAITING', 'SKIPPED', 'MISSED'));
UPDATE schedule_tick SET until_at = due_at, started_at = CASE WHEN outcome = 'STARTED' THEN claimed_at END,
    cause = CASE WHEN outcome = 'SKIPPED' THEN 'OVERLAP' END;
ALTER TABLE schedule_tick
    ALTER COLUMN until_at SET NOT NULL,
    ADD CONSTRAINT schedule_tick_range CHECK (until_at >= due_at),
    ADD CONSTRAINT schedule_tick_run CHECK ((outcome = 'STARTED') = (run_id IS NOT NULL));
CREATE INDEX schedule_tick_waiting ON schedule_tick (app_id, due_at) WHERE outcome = 'WAITING';

-- Whether a scheduled run of an app goes on is asked at each of its due times.
CREATE INDEX run_of_schedule ON run (app_id) WHERE state <> 'ENDED' AND trigger_kind = 'schedule';
GRANT SELECT (app_id, trigger_kind) ON run TO ${across};
GRANT SELECT (schedule_key) ON installed_app TO ${across};
