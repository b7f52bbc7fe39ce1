-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('observer', 'adjudicator', 'researcher', 'administrator');

-- CreateEnum
CREATE TYPE "Qualification" AS ENUM ('trainedObserver', 'ophthalmologist');

-- CreateEnum
CREATE TYPE "ObserverKind" AS ENUM ('person', 'external', 'simulated');

-- CreateEnum
CREATE TYPE "Eye" AS ENUM ('left', 'right', 'unknown');

-- CreateEnum
CREATE TYPE "ImportState" AS ENUM ('open', 'closed');

-- CreateEnum
CREATE TYPE "ImportFileState" AS ENUM ('received', 'ingested', 'duplicate', 'rejected');

-- CreateEnum
CREATE TYPE "Task" AS ENUM ('marks', 'patches', 'grade');

-- CreateEnum
CREATE TYPE "ItemState" AS ENUM ('open', 'agreed', 'case', 'unresolved', 'leftOut');

-- CreateEnum
CREATE TYPE "LeaseState" AS ENUM ('held', 'submitted', 'skipped', 'ended');

-- CreateEnum
CREATE TYPE "ReadingStage" AS ENUM ('blind', 'revealed');

-- CreateEnum
CREATE TYPE "LabelOrigin" AS ENUM ('rule', 'adjudication');

-- CreateEnum
CREATE TYPE "CaseOutcome" AS ENUM ('agreed', 'unresolved');

-- CreateEnum
CREATE TYPE "RunState" AS ENUM ('queued', 'running', 'stopped', 'failed', 'finished');

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "qualification" "Qualification",
    "disabledAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" UUID NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "email" TEXT NOT NULL DEFAULT '',
    "role" "Role" NOT NULL,
    "qualification" "Qualification",
    "studyIds" UUID[],
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "usedById" UUID,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInAttempt" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "succeeded" BOOLEAN NOT NULL,

    CONSTRAINT "SignInAttempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Observer" (
    "id" UUID NOT NULL,
    "kind" "ObserverKind" NOT NULL,
    "name" TEXT NOT NULL,
    "qualification" "Qualification" NOT NULL,
    "userId" UUID,
    "provenance" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Observer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Study" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Study_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StudyMember" (
    "studyId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "joinedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "StudyMember_pkey" PRIMARY KEY ("studyId","userId")
);

-- CreateTable
CREATE TABLE "Patient" (
    "id" UUID NOT NULL,
    "studyId" UUID NOT NULL,
    "code" TEXT NOT NULL,

    CONSTRAINT "Patient_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Photograph" (
    "id" UUID NOT NULL,
    "studyId" UUID NOT NULL,
    "patientId" UUID NOT NULL,
    "eye" "Eye" NOT NULL DEFAULT 'unknown',
    "fileName" TEXT NOT NULL,
    "canonicalSha256" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "fieldOfView" JSONB NOT NULL,
    "originalSha256" TEXT NOT NULL,
    "originalType" TEXT NOT NULL,
    "originalBytes" INTEGER NOT NULL,
    "thumbnailSha256" TEXT NOT NULL,
    "displaySha256" TEXT NOT NULL,
    "plain800Sha256" TEXT NOT NULL,
    "contrast800Sha256" TEXT NOT NULL,
    "contrast256Sha256" TEXT NOT NULL,
    "importedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Photograph_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SourceGrade" (
    "id" UUID NOT NULL,
    "photographId" UUID NOT NULL,
    "grade" INTEGER NOT NULL,
    "provenance" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SourceGrade_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Import" (
    "id" UUID NOT NULL,
    "studyId" UUID NOT NULL,
    "createdById" UUID,
    "origin" TEXT NOT NULL,
    "state" "ImportState" NOT NULL DEFAULT 'open',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImportFile" (
    "id" UUID NOT NULL,
    "importId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "state" "ImportFileState" NOT NULL DEFAULT 'received',
    "sentence" TEXT NOT NULL DEFAULT '',
    "deaths" INTEGER NOT NULL DEFAULT 0,
    "photographId" UUID,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ImportFile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImportProblem" (
    "id" UUID NOT NULL,
    "importId" UUID NOT NULL,
    "file" TEXT NOT NULL,
    "line" INTEGER,
    "sentence" TEXT NOT NULL,

    CONSTRAINT "ImportProblem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProtocolVersion" (
    "id" UUID NOT NULL,
    "studyId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "settingsHash" TEXT NOT NULL,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ProtocolVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Item" (
    "id" UUID NOT NULL,
    "studyId" UUID NOT NULL,
    "photographId" UUID NOT NULL,
    "protocolId" UUID NOT NULL,
    "task" "Task" NOT NULL,
    "part" INTEGER NOT NULL DEFAULT 0,
    "patchIndices" INTEGER[],
    "round" INTEGER NOT NULL DEFAULT 1,
    "wantTrained" INTEGER NOT NULL,
    "wantExpert" INTEGER NOT NULL,
    "wantAny" INTEGER NOT NULL,
    "state" "ItemState" NOT NULL DEFAULT 'open',
    "orderKey" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Lease" (
    "id" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "observerId" UUID NOT NULL,
    "seat" TEXT NOT NULL,
    "state" "LeaseState" NOT NULL DEFAULT 'held',
    "reason" TEXT NOT NULL DEFAULT '',
    "claimedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Lease_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Reading" (
    "id" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "observerId" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "stage" "ReadingStage" NOT NULL,
    "isFinal" BOOLEAN NOT NULL,
    "answer" JSONB NOT NULL,
    "answerHash" TEXT NOT NULL,
    "provenance" JSONB NOT NULL,
    "secondsSpent" INTEGER NOT NULL DEFAULT 0,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "submittedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Reading_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AgreedLabel" (
    "id" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "origin" "LabelOrigin" NOT NULL,
    "label" JSONB NOT NULL,
    "trace" JSONB NOT NULL,
    "supersedesId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AgreedLabel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AdjudicationCase" (
    "id" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "reasons" JSONB NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AdjudicationCase_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CaseDecision" (
    "id" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "outcome" "CaseOutcome" NOT NULL,
    "label" JSONB,
    "reason" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CaseDecision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Snapshot" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "createdById" UUID,
    "settings" JSONB NOT NULL,
    "counts" JSONB NOT NULL,
    "contentSha256" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Snapshot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SnapshotStudy" (
    "snapshotId" UUID NOT NULL,
    "studyId" UUID NOT NULL,
    "protocolId" UUID NOT NULL,

    CONSTRAINT "SnapshotStudy_pkey" PRIMARY KEY ("snapshotId","studyId")
);

-- CreateTable
CREATE TABLE "TrainingRun" (
    "id" UUID NOT NULL,
    "snapshotId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "createdById" UUID,
    "recipe" JSONB NOT NULL,
    "seed" INTEGER NOT NULL,
    "state" "RunState" NOT NULL DEFAULT 'queued',
    "stage" TEXT NOT NULL DEFAULT '',
    "progress" JSONB NOT NULL DEFAULT '{}',
    "stopRequested" BOOLEAN NOT NULL DEFAULT false,
    "sentence" TEXT NOT NULL DEFAULT '',
    "backend" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "TrainingRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RunPoint" (
    "runId" UUID NOT NULL,
    "stage" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "values" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RunPoint_pkey" PRIMARY KEY ("runId","stage","step")
);

-- CreateTable
CREATE TABLE "ModelVersion" (
    "id" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "stage" TEXT NOT NULL,
    "architecture" TEXT NOT NULL,
    "manifestSha256" TEXT NOT NULL,
    "evaluation" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ModelVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "prevHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "WorkerBeat" (
    "id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "backend" TEXT NOT NULL DEFAULT '',
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "beatAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "WorkerBeat_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");

-- CreateIndex
CREATE INDEX "SignInAttempt_key_at_idx" ON "SignInAttempt"("key", "at");

-- CreateIndex
CREATE UNIQUE INDEX "Observer_userId_key" ON "Observer"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Observer_kind_name_key" ON "Observer"("kind", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Study_name_key" ON "Study"("name");

-- CreateIndex
CREATE INDEX "StudyMember_userId_idx" ON "StudyMember"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Patient_studyId_code_key" ON "Patient"("studyId", "code");

-- CreateIndex
CREATE INDEX "Photograph_studyId_fileName_idx" ON "Photograph"("studyId", "fileName");

-- CreateIndex
CREATE INDEX "Photograph_patientId_idx" ON "Photograph"("patientId");

-- CreateIndex
CREATE UNIQUE INDEX "Photograph_studyId_canonicalSha256_key" ON "Photograph"("studyId", "canonicalSha256");

-- CreateIndex
CREATE UNIQUE INDEX "SourceGrade_photographId_grade_key" ON "SourceGrade"("photographId", "grade");

-- CreateIndex
CREATE INDEX "ImportFile_importId_state_idx" ON "ImportFile"("importId", "state");

-- CreateIndex
CREATE INDEX "ImportFile_sha256_idx" ON "ImportFile"("sha256");

-- CreateIndex
CREATE INDEX "ImportFile_photographId_idx" ON "ImportFile"("photographId");

-- CreateIndex
CREATE UNIQUE INDEX "ImportFile_importId_name_key" ON "ImportFile"("importId", "name");

-- CreateIndex
CREATE INDEX "ImportProblem_importId_idx" ON "ImportProblem"("importId");

-- CreateIndex
CREATE UNIQUE INDEX "ProtocolVersion_studyId_version_key" ON "ProtocolVersion"("studyId", "version");

-- CreateIndex
CREATE INDEX "Item_studyId_state_task_orderKey_idx" ON "Item"("studyId", "state", "task", "orderKey");

-- CreateIndex
CREATE UNIQUE INDEX "Item_photographId_protocolId_task_part_round_key" ON "Item"("photographId", "protocolId", "task", "part", "round");

-- CreateIndex
CREATE INDEX "Lease_observerId_state_idx" ON "Lease"("observerId", "state");

-- CreateIndex
CREATE INDEX "Lease_observerId_claimedAt_idx" ON "Lease"("observerId", "claimedAt");

-- CreateIndex
CREATE INDEX "Lease_itemId_state_idx" ON "Lease"("itemId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "Lease_itemId_observerId_key" ON "Lease"("itemId", "observerId");

-- CreateIndex
CREATE INDEX "Reading_observerId_submittedAt_idx" ON "Reading"("observerId", "submittedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Reading_itemId_observerId_round_stage_key" ON "Reading"("itemId", "observerId", "round", "stage");

-- CreateIndex
CREATE UNIQUE INDEX "AgreedLabel_supersedesId_key" ON "AgreedLabel"("supersedesId");

-- CreateIndex
CREATE UNIQUE INDEX "AgreedLabel_itemId_version_key" ON "AgreedLabel"("itemId", "version");

-- CreateIndex
CREATE UNIQUE INDEX "AdjudicationCase_number_key" ON "AdjudicationCase"("number");

-- CreateIndex
CREATE INDEX "AdjudicationCase_openedAt_idx" ON "AdjudicationCase"("openedAt");

-- CreateIndex
CREATE UNIQUE INDEX "AdjudicationCase_itemId_key" ON "AdjudicationCase"("itemId");

-- CreateIndex
CREATE UNIQUE INDEX "CaseDecision_caseId_key" ON "CaseDecision"("caseId");

-- CreateIndex
CREATE INDEX "TrainingRun_createdAt_idx" ON "TrainingRun"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "ModelVersion_runId_stage_key" ON "ModelVersion"("runId", "stage");

-- CreateIndex
CREATE UNIQUE INDEX "AuditEntry_hash_key" ON "AuditEntry"("hash");

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Observer" ADD CONSTRAINT "Observer_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StudyMember" ADD CONSTRAINT "StudyMember_studyId_fkey" FOREIGN KEY ("studyId") REFERENCES "Study"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StudyMember" ADD CONSTRAINT "StudyMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Patient" ADD CONSTRAINT "Patient_studyId_fkey" FOREIGN KEY ("studyId") REFERENCES "Study"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Photograph" ADD CONSTRAINT "Photograph_studyId_fkey" FOREIGN KEY ("studyId") REFERENCES "Study"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Photograph" ADD CONSTRAINT "Photograph_patientId_fkey" FOREIGN KEY ("patientId") REFERENCES "Patient"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SourceGrade" ADD CONSTRAINT "SourceGrade_photographId_fkey" FOREIGN KEY ("photographId") REFERENCES "Photograph"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Import" ADD CONSTRAINT "Import_studyId_fkey" FOREIGN KEY ("studyId") REFERENCES "Study"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportFile" ADD CONSTRAINT "ImportFile_importId_fkey" FOREIGN KEY ("importId") REFERENCES "Import"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportFile" ADD CONSTRAINT "ImportFile_photographId_fkey" FOREIGN KEY ("photographId") REFERENCES "Photograph"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportProblem" ADD CONSTRAINT "ImportProblem_importId_fkey" FOREIGN KEY ("importId") REFERENCES "Import"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProtocolVersion" ADD CONSTRAINT "ProtocolVersion_studyId_fkey" FOREIGN KEY ("studyId") REFERENCES "Study"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Item" ADD CONSTRAINT "Item_studyId_fkey" FOREIGN KEY ("studyId") REFERENCES "Study"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Item" ADD CONSTRAINT "Item_photographId_fkey" FOREIGN KEY ("photographId") REFERENCES "Photograph"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Item" ADD CONSTRAINT "Item_protocolId_fkey" FOREIGN KEY ("protocolId") REFERENCES "ProtocolVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Lease" ADD CONSTRAINT "Lease_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "Item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Lease" ADD CONSTRAINT "Lease_observerId_fkey" FOREIGN KEY ("observerId") REFERENCES "Observer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reading" ADD CONSTRAINT "Reading_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "Item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reading" ADD CONSTRAINT "Reading_observerId_fkey" FOREIGN KEY ("observerId") REFERENCES "Observer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgreedLabel" ADD CONSTRAINT "AgreedLabel_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "Item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgreedLabel" ADD CONSTRAINT "AgreedLabel_supersedesId_fkey" FOREIGN KEY ("supersedesId") REFERENCES "AgreedLabel"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AdjudicationCase" ADD CONSTRAINT "AdjudicationCase_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "Item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CaseDecision" ADD CONSTRAINT "CaseDecision_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "AdjudicationCase"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SnapshotStudy" ADD CONSTRAINT "SnapshotStudy_snapshotId_fkey" FOREIGN KEY ("snapshotId") REFERENCES "Snapshot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SnapshotStudy" ADD CONSTRAINT "SnapshotStudy_studyId_fkey" FOREIGN KEY ("studyId") REFERENCES "Study"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TrainingRun" ADD CONSTRAINT "TrainingRun_snapshotId_fkey" FOREIGN KEY ("snapshotId") REFERENCES "Snapshot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunPoint" ADD CONSTRAINT "RunPoint_runId_fkey" FOREIGN KEY ("runId") REFERENCES "TrainingRun"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModelVersion" ADD CONSTRAINT "ModelVersion_runId_fkey" FOREIGN KEY ("runId") REFERENCES "TrainingRun"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

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
