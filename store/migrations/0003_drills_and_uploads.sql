CREATE TABLE "drills" (
	"id" text PRIMARY KEY NOT NULL,
	"seq" serial NOT NULL,
	"title" json NOT NULL,
	"speed" double precision,
	"started_by" text NOT NULL,
	"request_sha256" text NOT NULL,
	"incident_number" text,
	"state" text DEFAULT 'PLAYING' NOT NULL,
	"entries" integer DEFAULT 0 NOT NULL,
	"expectations" json,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"alive_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "uploads" (
	"sha256" text NOT NULL,
	"partner_id" text NOT NULL,
	"uploaded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "uploads_sha256_partner_id_pk" PRIMARY KEY("sha256","partner_id")
);
--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_sha256_files_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."files"("sha256") ON DELETE no action ON UPDATE no action;