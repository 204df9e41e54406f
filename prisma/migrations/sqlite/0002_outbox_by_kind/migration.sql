-- DropIndex
DROP INDEX "OutboxRow_state_notBefore_idx";

-- CreateIndex
CREATE INDEX "OutboxRow_state_kind_notBefore_idx" ON "OutboxRow"("state", "kind", "notBefore");
