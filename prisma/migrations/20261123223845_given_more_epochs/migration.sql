-- AlterTable
ALTER TABLE "TrainingRun" ADD COLUMN     "beginnings" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "parentId" UUID;

-- AddForeignKey
ALTER TABLE "TrainingRun" ADD CONSTRAINT "TrainingRun_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "TrainingRun"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
