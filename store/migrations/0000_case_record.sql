CREATE TABLE "files" (
	"sha256" text PRIMARY KEY NOT NULL,
	"bytes" "bytea" NOT NULL,
	"size_bytes" integer NOT NULL,
	"media_type" text NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"number" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"outcome" text,
	"severity" text NOT NULL,
	"drill" boolean NOT NULL,
	"insured" text,
	"opened_at" timestamp with time zone NOT NULL,
	"aware_at" timestamp with time zone NOT NULL,
	"next_due_at" timestamp with time zone,
	"tasks_open" integer NOT NULL,
	"tasks_total" integer NOT NULL,
	"number_search" text NOT NULL,
	"insured_search" text NOT NULL,
	"state" json NOT NULL,
	"head_seq" integer NOT NULL,
	"head_sha256" text NOT NULL,
	"closed" boolean GENERATED ALWAYS AS (status = 'CLOSED') STORED NOT NULL,
	"due_order" timestamp with time zone GENERATED ALWAYS AS (coalesce(next_due_at, 'infinity'::timestamp with time zone)) STORED NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"mail_id" text PRIMARY KEY NOT NULL,
	"message_id" text NOT NULL,
	"sent_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "seals" (
	"incident_number" text NOT NULL,
	"seq" integer NOT NULL,
	"sha256" text NOT NULL,
	"sealed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "seals_incident_number_seq_pk" PRIMARY KEY("incident_number","seq")
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"incident_number" text NOT NULL,
	"task_id" text NOT NULL,
	"service" text NOT NULL,
	"function" text NOT NULL,
	"state" text NOT NULL,
	"open" boolean NOT NULL,
	"drill" boolean NOT NULL,
	"partner_id" text NOT NULL,
	"next_due_at" timestamp with time zone,
	"task" json NOT NULL,
	CONSTRAINT "tasks_incident_number_task_id_pk" PRIMARY KEY("incident_number","task_id")
);
--> statement-breakpoint
CREATE TABLE "timeline" (
	"incident_number" text NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"actor" json NOT NULL,
	"data" json NOT NULL,
	"message_id" text,
	"canonical" text NOT NULL,
	"prev_sha256" text NOT NULL,
	"sha256" text NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "timeline_incident_number_seq_pk" PRIMARY KEY("incident_number","seq"),
	CONSTRAINT "timeline_starts_at_1" CHECK ("timeline"."seq" >= 1),
	CONSTRAINT "timeline_hashes" CHECK ("timeline"."prev_sha256" ~ '^[0-9a-f]{64}$' and "timeline"."sha256" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_incident_number_incidents_number_fk" FOREIGN KEY ("incident_number") REFERENCES "public"."incidents"("number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "incidents_in_list_order" ON "incidents" USING btree ("closed","due_order","number");--> statement-breakpoint
CREATE INDEX "tasks_open_by_due" ON "tasks" USING btree ("next_due_at","incident_number","task_id") WHERE "tasks"."open";