DROP INDEX "incidents_of_person";--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "owner" text;--> statement-breakpoint
-- No incident has been handed over yet: whoever opened it is in charge.
UPDATE "incidents" SET "owner" = "opened_by";--> statement-breakpoint
CREATE INDEX "incidents_of_owner" ON "incidents" USING btree ("owner","closed","drill","due_order","due_rank","number");--> statement-breakpoint
CREATE INDEX "incidents_of_nobody" ON "incidents" USING btree ("closed","drill","due_order","due_rank","number") WHERE owner is null;