-- The claim (lib/db/claims.ts) starts where an observer claimed last …
CREATE INDEX "Lease_observerId_claimedAt_idx" ON "Lease"("observerId", "claimedAt");

-- … and walks only items that still ask for somebody like them: what merely waits for others costs nothing.
CREATE INDEX "Item_queue_trained" ON "Item" ("studyId", "task", "orderKey") WHERE "state" = 'open' AND "wantTrained" + "wantAny" > 0;
CREATE INDEX "Item_queue_ophthalmologist" ON "Item" ("studyId", "task", "orderKey") WHERE "state" = 'open' AND "wantExpert" + "wantAny" > 0;
DROP INDEX "Item_open_by_order";

-- A study's open cases, in the order of their numbers.
CREATE UNIQUE INDEX "AdjudicationCase_number_key" ON "AdjudicationCase"("number");
