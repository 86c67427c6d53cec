-- Servers look at the schedules when one is due, and when they are told that one was set (store.Signals hears this channel; what
-- stands first is who says it). Schedules are set seldom, so that it may be part of the transaction.
CREATE FUNCTION tell_of_schedule() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    PERFORM pg_notify('ekaya_signals', 'database schedules -');
    RETURN NULL;
END $$;
CREATE TRIGGER schedule_was_set AFTER INSERT OR UPDATE OF schedule, state, schedule_paused ON installed_app
    FOR EACH ROW EXECUTE FUNCTION tell_of_schedule();
-- Each server has its own alarm now.
DELETE FROM scheduled_tasks WHERE task_name = 'look-at-schedules';
