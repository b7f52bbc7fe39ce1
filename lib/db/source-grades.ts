/** What a table of source grades does to its photographs, set by set where the rows are: a table may name 35,000 at once. */
import type { Tx } from './transaction'

export type GradeToAdd = { photographId: string; grade: number; line: number }

/** Photographs that have this very grade already are passed over. */
export async function addSourceGrades(
  tx: Tx,
  grades: readonly GradeToAdd[],
  source: { name: string; sha256: string },
  at: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "SourceGrade" ("id", "photographId", "grade", "provenance", "createdAt")
    SELECT gen_random_uuid(), named."photographId", named."grade",
      jsonb_build_object('file', ${source.name}::text, 'line', named."line", 'sha256', ${source.sha256}::text), ${at}
    FROM unnest(
      ${grades.map(({ photographId }) => photographId)}::uuid[],
      ${grades.map(({ grade }) => grade)}::int[],
      ${grades.map(({ line }) => line)}::int[]
    ) AS named ("photographId", "grade", "line")
    ON CONFLICT DO NOTHING`
}

export async function correctEyes(
  tx: Tx,
  eyes: readonly { photographId: string; eye: 'left' | 'right' }[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Photograph" AS photograph SET "eye" = named."eye"::"Eye"
    FROM unnest(
      ${eyes.map(({ photographId }) => photographId)}::uuid[], ${eyes.map(({ eye }) => eye)}::text[]
    ) AS named ("id", "eye")
    WHERE photograph."id" = named."id"`
}

/** Photographs move to the patients that are named; patients left without photographs go. */
export async function movePhotographs(
  tx: Tx,
  studyId: string,
  moves: readonly { photographId: string; patient: string }[],
): Promise<void> {
  const codes = moves.map(({ patient }) => patient)
  await tx.$executeRaw`
    INSERT INTO "Patient" ("id", "studyId", "code")
    SELECT gen_random_uuid(), ${studyId}::uuid, "code" FROM (SELECT DISTINCT unnest(${codes}::text[])) AS named ("code")
    ON CONFLICT ("studyId", "code") DO NOTHING`
  await tx.$executeRaw`
    UPDATE "Photograph" AS photograph SET "patientId" = patient."id"
    FROM unnest(${moves.map(({ photographId }) => photographId)}::uuid[], ${codes}::text[]) AS named ("id", "code")
    JOIN "Patient" AS patient ON patient."studyId" = ${studyId}::uuid AND patient."code" = named."code"
    WHERE photograph."id" = named."id"`
  await tx.$executeRaw`
    DELETE FROM "Patient" AS patient
    WHERE patient."studyId" = ${studyId}::uuid
      AND NOT EXISTS (SELECT FROM "Photograph" AS photograph WHERE photograph."patientId" = patient."id")`
}
