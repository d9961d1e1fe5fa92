CREATE TABLE "audit_head" (
	"id" integer PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"sha256" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "editing" (
	"page" text NOT NULL,
	"form" text NOT NULL,
	"user_id" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "editing_page_form_pk" PRIMARY KEY("page","form")
);
--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "before" text;--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "after" text;--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "prev_sha256" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "sha256" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "id_token_sealed" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "gates" text[];--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "shortcuts" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "editing" ADD CONSTRAINT "editing_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "editing_by_age" ON "editing" USING btree ("at");--> statement-breakpoint
-- The text a row's hash is of. Whoever checks it builds the same from the columns: a JSON array, ", " between its items.
CREATE FUNCTION audit_row_text(entry "audit_log") RETURNS text LANGUAGE sql STABLE AS $$
  SELECT json_build_array(
    entry.seq, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), entry.user_id, entry.what,
    entry.outcome, entry.incident_number, entry.target_user_id, entry.before, entry.after)::text
$$;
--> statement-breakpoint
CREATE FUNCTION audit_sha256(previous text, entry "audit_log") RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(previous || audit_row_text(entry), 'UTF8')), 'hex')
$$;
--> statement-breakpoint
-- What was recorded before there was a chain is put into it, in its order and otherwise as it is.
ALTER TABLE "audit_log" DISABLE TRIGGER audit_log_append_only;
--> statement-breakpoint
DO $$
DECLARE
  entry "audit_log";
  head_seq bigint := 0;
  head_sha256 text := repeat('0', 64);
BEGIN
  FOR entry IN SELECT * FROM "audit_log" ORDER BY seq LOOP
    UPDATE "audit_log" SET prev_sha256 = head_sha256, sha256 = audit_sha256(head_sha256, entry) WHERE seq = entry.seq
      RETURNING seq, sha256 INTO head_seq, head_sha256;
  END LOOP;
  INSERT INTO "audit_head" (id, seq, sha256) VALUES (1, head_seq, head_sha256);
END
$$;
--> statement-breakpoint
ALTER TABLE "audit_log" ENABLE ALWAYS TRIGGER audit_log_append_only;
--> statement-breakpoint
-- One writer at a time takes the head, so that rows of many processes make one chain. Number and time come after the wait:
-- they rise together, and no number is left out.
CREATE FUNCTION chain_audit_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  head "audit_head";
BEGIN
  SELECT * INTO STRICT head FROM "audit_head" WHERE id = 1 FOR UPDATE;
  NEW.seq := head.seq + 1;
  NEW.at := clock_timestamp();
  NEW.prev_sha256 := head.sha256;
  NEW.sha256 := audit_sha256(head.sha256, NEW);
  UPDATE "audit_head" SET seq = NEW.seq, sha256 = NEW.sha256 WHERE id = 1;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_log_chained BEFORE INSERT ON "audit_log" FOR EACH ROW EXECUTE FUNCTION chain_audit_row();
--> statement-breakpoint
ALTER TABLE "audit_log" ENABLE ALWAYS TRIGGER audit_log_chained;
