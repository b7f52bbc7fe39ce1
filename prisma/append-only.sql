-- ───────────── What the schema language cannot say ─────────────

-- Truth is append-only. These tables refuse UPDATE, DELETE and TRUNCATE, whoever asks; a correction is a new row that names the old one.
-- (An upsert counts as an update. Statement-level: even a command that would touch no row is refused.)
CREATE FUNCTION concord_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The table % is append-only: % is refused. Add a new row that corrects the old one.', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation';
END
$$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'SourceGrade', 'ProtocolVersion', 'Reading', 'AgreedLabel', 'AdjudicationCase', 'CaseDecision',
    'Snapshot', 'SnapshotStudy', 'ModelVersion', 'AuditEntry'
  ] LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION concord_refuse_change()',
      name
    );
  END LOOP;
END
$$;

-- The claim (lib/db/claims.ts) walks, in a fixed random order, only items that still ask for somebody like the observer: what merely waits
-- for others costs nothing.
CREATE INDEX "Item_queue_trained" ON "Item" ("studyId", "task", "orderKey") WHERE "state" = 'open' AND "wantTrained" + "wantAny" > 0;
CREATE INDEX "Item_queue_ophthalmologist" ON "Item" ("studyId", "task", "orderKey") WHERE "state" = 'open' AND "wantExpert" + "wantAny" > 0;
-- And looks for leases that have run out.
CREATE INDEX "Lease_held_by_expiry" ON "Lease" ("expiresAt") WHERE "state" = 'held';

ALTER TABLE "User" ADD CONSTRAINT "User_email_lower_case" CHECK ("email" = lower("email"));
ALTER TABLE "SourceGrade" ADD CONSTRAINT "SourceGrade_grade_range" CHECK ("grade" BETWEEN 0 AND 4);
ALTER TABLE "Photograph" ADD CONSTRAINT "Photograph_size_positive" CHECK ("width" > 0 AND "height" > 0 AND "originalBytes" > 0);
ALTER TABLE "ImportFile" ADD CONSTRAINT "ImportFile_counts" CHECK ("bytes" >= 0 AND "deaths" >= 0);
ALTER TABLE "ProtocolVersion" ADD CONSTRAINT "ProtocolVersion_version_positive" CHECK ("version" >= 1);
ALTER TABLE "Item" ADD CONSTRAINT "Item_counts"
  CHECK ("wantTrained" >= 0 AND "wantExpert" >= 0 AND "wantAny" >= 0 AND "round" >= 1 AND "part" >= 0);
ALTER TABLE "Item" ADD CONSTRAINT "Item_patches_only_for_patches" CHECK ("task" = 'patches' OR cardinality("patchIndices") = 0);
ALTER TABLE "Lease" ADD CONSTRAINT "Lease_seat_known" CHECK ("seat" IN ('trainedObserver', 'ophthalmologist', 'any'));
ALTER TABLE "Lease" ADD CONSTRAINT "Lease_expires_after_claim" CHECK ("expiresAt" >= "claimedAt");
ALTER TABLE "Reading" ADD CONSTRAINT "Reading_counts" CHECK ("round" >= 1 AND "secondsSpent" >= 0);
ALTER TABLE "AgreedLabel" ADD CONSTRAINT "AgreedLabel_succession" CHECK ("version" >= 1 AND ("version" = 1) = ("supersedesId" IS NULL));
ALTER TABLE "CaseDecision" ADD CONSTRAINT "CaseDecision_label_if_agreed" CHECK (("outcome" = 'agreed') = ("label" IS NOT NULL));
ALTER TABLE "AuditEntry" ADD CONSTRAINT "AuditEntry_seq_positive" CHECK ("seq" >= 1);
