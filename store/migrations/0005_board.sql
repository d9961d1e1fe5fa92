ALTER TABLE "incidents" ADD COLUMN "opened_by" text;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "facts_version" integer;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "next_step" json;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "due_rank" smallint DEFAULT 4 NOT NULL;--> statement-breakpoint
-- What can be read from the state is; what is due next of an incident is known with its next entry, or when it is derived anew.
UPDATE "incidents" SET "opened_by" = state ->> 'openedBy', "facts_version" = json_array_length(state -> 'factsVersions');--> statement-breakpoint
CREATE INDEX "incidents_on_board" ON "incidents" USING btree ("closed","drill","due_order","due_rank","number");--> statement-breakpoint
CREATE INDEX "incidents_of_person" ON "incidents" USING btree ("opened_by","closed","drill","due_order","due_rank","number");