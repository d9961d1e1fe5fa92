-- What was recorded stays as it was recorded, whoever asks: an entry is corrected by a new entry.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only: % refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'Nothing was changed. Correct what is recorded by adding to it.';
END
$$;
--> statement-breakpoint
CREATE TRIGGER timeline_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "timeline"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER seals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "seals"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER files_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "files"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- ALWAYS: also while a session calls itself a replica.
ALTER TABLE "timeline" ENABLE ALWAYS TRIGGER timeline_append_only;
--> statement-breakpoint
ALTER TABLE "seals" ENABLE ALWAYS TRIGGER seals_append_only;
--> statement-breakpoint
ALTER TABLE "files" ENABLE ALWAYS TRIGGER files_append_only;
