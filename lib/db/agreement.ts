/** Counts over a study's items and newest labels, made where the rows are. */
import type { LesionKind } from '@/lib/domain/lesion'
import type { Task } from '@/lib/domain/reading'
import type { Tx } from './transaction'

export type ItemStates = { task: Task; open: number; agreed: number; case: number; unresolved: number; leftOut: number }

export async function countItemStates(tx: Tx, studyId: string): Promise<ItemStates[]> {
  return tx.$queryRaw<ItemStates[]>`
    SELECT "task",
      count(*) FILTER (WHERE "state" = 'open')::int AS "open",
      count(*) FILTER (WHERE "state" = 'agreed')::int AS "agreed",
      count(*) FILTER (WHERE "state" = 'case')::int AS "case",
      count(*) FILTER (WHERE "state" = 'unresolved')::int AS "unresolved",
      count(*) FILTER (WHERE "state" = 'leftOut')::int AS "leftOut"
    FROM "Item"
    WHERE "studyId" = ${studyId}::uuid
    GROUP BY "task"`
}

export async function countFinalReadings(tx: Tx, studyId: string): Promise<{ task: Task; n: number }[]> {
  return tx.$queryRaw<{ task: Task; n: number }[]>`
    SELECT i."task", count(*)::int AS n
    FROM "Reading" r JOIN "Item" i ON i."id" = r."itemId"
    WHERE i."studyId" = ${studyId}::uuid AND r."isFinal"
    GROUP BY i."task"`
}

export type PatchLabels = {
  task: Task
  normal: number
  disputed: number
  /** Agreed lesions by the kinds that a patch holds. */
  lesions: { kinds: LesionKind[]; n: number }[]
}

/** Of the newest label of each item about patches (tasks marks and patches). */
export async function countPatchLabels(tx: Tx, studyId: string): Promise<PatchLabels[]> {
  return tx.$queryRaw<PatchLabels[]>`
    WITH newest AS MATERIALIZED (
      SELECT DISTINCT ON (a."itemId") i."task", a."label"
      FROM "AgreedLabel" a JOIN "Item" i ON i."id" = a."itemId"
      WHERE i."studyId" = ${studyId}::uuid AND i."task" <> 'grade'
      ORDER BY a."itemId", a."version" DESC
    ),
    counted AS (
      SELECT "task", p->'kinds' AS kinds, count(*)::int AS n
      FROM newest CROSS JOIN LATERAL jsonb_array_elements("label"->'patches') p
      GROUP BY "task", p->'kinds'
    ),
    lesions AS (
      SELECT "task", jsonb_agg(jsonb_build_object('kinds', kinds, 'n', n) ORDER BY kinds) AS "lesions" FROM counted GROUP BY "task"
    ),
    others AS (
      SELECT "task",
        sum(jsonb_array_length("label"->'normal'))::int AS "normal",
        sum(jsonb_array_length("label"->'disputed'))::int AS "disputed"
      FROM newest
      GROUP BY "task"
    )
    SELECT o."task", o."normal", o."disputed", coalesce(l."lesions", '[]') AS "lesions"
    FROM others o LEFT JOIN lesions l USING ("task")`
}
