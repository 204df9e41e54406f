-- CreateIndex
CREATE INDEX "UnitAncestor_ancestorId_unitId_fromDay_untilDay_depth_idx" ON "UnitAncestor"("ancestorId", "unitId", "fromDay", "untilDay", "depth");
