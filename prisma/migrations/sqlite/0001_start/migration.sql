-- CreateTable
CREATE TABLE "Unit" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "parentId" TEXT,
    "fromDay" TEXT NOT NULL,
    "untilDay" TEXT,
    "position" INTEGER NOT NULL,
    "oldNames" JSONB NOT NULL,
    "marks" JSONB NOT NULL
);

-- CreateTable
CREATE TABLE "UnitLink" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "fromUnitId" TEXT NOT NULL,
    "toUnitId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "day" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "UnitAncestor" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "unitId" TEXT NOT NULL,
    "ancestorId" TEXT NOT NULL,
    "depth" INTEGER NOT NULL,
    "fromDay" TEXT NOT NULL,
    "untilDay" TEXT
);

-- CreateTable
CREATE TABLE "Person" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "calledAs" TEXT NOT NULL,
    "preferredAccountId" TEXT,
    "consent" TEXT,
    "consentVersion" INTEGER,
    "consentAt" DATETIME,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Account" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "accountHash" TEXT NOT NULL,
    "sealedAddress" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Role" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "fromDay" TEXT NOT NULL,
    "untilDay" TEXT,
    "invitationId" TEXT
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "unitId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "codeHash" TEXT,
    "linkHash" TEXT,
    "limit" INTEGER NOT NULL,
    "used" INTEGER NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "createdBy" TEXT,
    "createdAt" DATETIME NOT NULL,
    "state" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "InvitationTry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountHash" TEXT NOT NULL,
    "at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Inbound" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Conversation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "sealedState" TEXT NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "OutboxRow" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "accountId" TEXT,
    "personId" TEXT,
    "conversationId" TEXT,
    "sealedPayload" TEXT,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "notBefore" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "leaseUntil" DATETIME,
    "because" TEXT,
    "createdAt" DATETIME NOT NULL,
    "settledAt" DATETIME
);

-- CreateTable
CREATE TABLE "CheckIn" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "unitId" TEXT NOT NULL,
    "reporterId" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "late" BOOLEAN NOT NULL,
    "nothing" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "version" INTEGER NOT NULL,
    "withdrawn" BOOLEAN NOT NULL
);

-- CreateTable
CREATE TABLE "HouseholdHelp" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "checkInId" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "replacedById" TEXT,
    "waiting" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "householdHash" TEXT,
    "nameHash" TEXT,
    "sealedName" TEXT,
    "supports" JSONB NOT NULL,
    "valueVnd" BIGINT,
    "households" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "HouseholdReached" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "checkInId" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "replacedById" TEXT,
    "waiting" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "householdHash" TEXT NOT NULL,
    "sealedName" TEXT,
    "criteria" JSONB NOT NULL,
    "wholeSet" TEXT
);

-- CreateTable
CREATE TABLE "Activity" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "checkInId" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "replacedById" TEXT,
    "waiting" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "type" TEXT NOT NULL,
    "topics" JSONB NOT NULL,
    "participants" INTEGER,
    "campaign" TEXT,
    "householdsInformed" INTEGER,
    "householdsCommitted" INTEGER
);

-- CreateTable
CREATE TABLE "ModelChange" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "checkInId" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "replacedById" TEXT,
    "waiting" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "model" TEXT NOT NULL,
    "change" TEXT NOT NULL,
    "activityId" TEXT
);

-- CreateTable
CREATE TABLE "Nomination" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "checkInId" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "replacedById" TEXT,
    "waiting" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "sealedText" TEXT NOT NULL,
    "personOrFamily" TEXT NOT NULL,
    "proposedBy" TEXT NOT NULL,
    "decidedBy" TEXT,
    "decidedAt" DATETIME
);

-- CreateTable
CREATE TABLE "YearlyFigure" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "checkInId" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "replacedById" TEXT,
    "waiting" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "year" INTEGER NOT NULL,
    "measure" TEXT NOT NULL,
    "value" REAL,
    "text" TEXT
);

-- CreateTable
CREATE TABLE "MonthlyCount" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "checkInId" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "replacedById" TEXT,
    "waiting" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "month" TEXT NOT NULL,
    "found" INTEGER,
    "supported" INTEGER
);

-- CreateTable
CREATE TABLE "Figure" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "measure" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "n" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "PeriodClosing" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "unitId" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "closedAt" DATETIME NOT NULL,
    "closedBy" TEXT,
    "reopenedAt" DATETIME
);

-- CreateTable
CREATE TABLE "Photo" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "activityId" TEXT NOT NULL,
    "fileName" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Setting" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "value" JSONB NOT NULL
);

-- CreateTable
CREATE TABLE "ScheduleSlot" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "key" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "leaseUntil" DATETIME,
    "at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Service" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "unitId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "calledOn" TEXT,
    "retiredAt" DATETIME,
    "enteredBy" TEXT NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "Unit_code_key" ON "Unit"("code");

-- CreateIndex
CREATE INDEX "Unit_parentId_idx" ON "Unit"("parentId");

-- CreateIndex
CREATE INDEX "UnitLink_fromUnitId_idx" ON "UnitLink"("fromUnitId");

-- CreateIndex
CREATE INDEX "UnitLink_toUnitId_idx" ON "UnitLink"("toUnitId");

-- CreateIndex
CREATE INDEX "UnitAncestor_unitId_idx" ON "UnitAncestor"("unitId");

-- CreateIndex
CREATE INDEX "UnitAncestor_ancestorId_depth_idx" ON "UnitAncestor"("ancestorId", "depth");

-- CreateIndex
CREATE INDEX "Account_personId_idx" ON "Account"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "Account_channel_accountHash_key" ON "Account"("channel", "accountHash");

-- CreateIndex
CREATE INDEX "Role_personId_idx" ON "Role"("personId");

-- CreateIndex
CREATE INDEX "Role_unitId_role_idx" ON "Role"("unitId", "role");

-- CreateIndex
CREATE INDEX "Role_invitationId_idx" ON "Role"("invitationId");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_codeHash_key" ON "Invitation"("codeHash");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_linkHash_key" ON "Invitation"("linkHash");

-- CreateIndex
CREATE INDEX "Invitation_unitId_idx" ON "Invitation"("unitId");

-- CreateIndex
CREATE INDEX "Invitation_createdBy_idx" ON "Invitation"("createdBy");

-- CreateIndex
CREATE INDEX "Invitation_state_expiresAt_idx" ON "Invitation"("state", "expiresAt");

-- CreateIndex
CREATE INDEX "InvitationTry_accountHash_at_idx" ON "InvitationTry"("accountHash", "at");

-- CreateIndex
CREATE INDEX "InvitationTry_at_idx" ON "InvitationTry"("at");

-- CreateIndex
CREATE INDEX "Inbound_at_idx" ON "Inbound"("at");

-- CreateIndex
CREATE INDEX "Conversation_personId_idx" ON "Conversation"("personId");

-- CreateIndex
CREATE INDEX "Conversation_updatedAt_idx" ON "Conversation"("updatedAt");

-- CreateIndex
CREATE UNIQUE INDEX "OutboxRow_key_key" ON "OutboxRow"("key");

-- CreateIndex
CREATE INDEX "OutboxRow_state_notBefore_idx" ON "OutboxRow"("state", "notBefore");

-- CreateIndex
CREATE INDEX "OutboxRow_state_leaseUntil_idx" ON "OutboxRow"("state", "leaseUntil");

-- CreateIndex
CREATE INDEX "OutboxRow_conversationId_idx" ON "OutboxRow"("conversationId");

-- CreateIndex
CREATE INDEX "OutboxRow_personId_createdAt_idx" ON "OutboxRow"("personId", "createdAt");

-- CreateIndex
CREATE INDEX "OutboxRow_settledAt_idx" ON "OutboxRow"("settledAt");

-- CreateIndex
CREATE INDEX "CheckIn_unitId_period_idx" ON "CheckIn"("unitId", "period");

-- CreateIndex
CREATE INDEX "CheckIn_reporterId_createdAt_idx" ON "CheckIn"("reporterId", "createdAt");

-- CreateIndex
CREATE INDEX "CheckIn_period_idx" ON "CheckIn"("period");

-- CreateIndex
CREATE INDEX "HouseholdHelp_checkInId_idx" ON "HouseholdHelp"("checkInId");

-- CreateIndex
CREATE INDEX "HouseholdHelp_unitId_day_idx" ON "HouseholdHelp"("unitId", "day");

-- CreateIndex
CREATE INDEX "HouseholdHelp_unitId_householdHash_idx" ON "HouseholdHelp"("unitId", "householdHash");

-- CreateIndex
CREATE INDEX "HouseholdHelp_unitId_nameHash_idx" ON "HouseholdHelp"("unitId", "nameHash");

-- CreateIndex
CREATE INDEX "HouseholdReached_checkInId_idx" ON "HouseholdReached"("checkInId");

-- CreateIndex
CREATE INDEX "HouseholdReached_unitId_day_idx" ON "HouseholdReached"("unitId", "day");

-- CreateIndex
CREATE INDEX "HouseholdReached_unitId_householdHash_idx" ON "HouseholdReached"("unitId", "householdHash");

-- CreateIndex
CREATE INDEX "Activity_checkInId_idx" ON "Activity"("checkInId");

-- CreateIndex
CREATE INDEX "Activity_unitId_day_idx" ON "Activity"("unitId", "day");

-- CreateIndex
CREATE INDEX "Activity_campaign_day_idx" ON "Activity"("campaign", "day");

-- CreateIndex
CREATE INDEX "ModelChange_checkInId_idx" ON "ModelChange"("checkInId");

-- CreateIndex
CREATE INDEX "ModelChange_unitId_day_idx" ON "ModelChange"("unitId", "day");

-- CreateIndex
CREATE INDEX "Nomination_checkInId_idx" ON "Nomination"("checkInId");

-- CreateIndex
CREATE INDEX "Nomination_unitId_day_idx" ON "Nomination"("unitId", "day");

-- CreateIndex
CREATE INDEX "YearlyFigure_checkInId_idx" ON "YearlyFigure"("checkInId");

-- CreateIndex
CREATE INDEX "YearlyFigure_unitId_day_idx" ON "YearlyFigure"("unitId", "day");

-- CreateIndex
CREATE INDEX "YearlyFigure_unitId_year_measure_idx" ON "YearlyFigure"("unitId", "year", "measure");

-- CreateIndex
CREATE INDEX "MonthlyCount_checkInId_idx" ON "MonthlyCount"("checkInId");

-- CreateIndex
CREATE INDEX "MonthlyCount_unitId_day_idx" ON "MonthlyCount"("unitId", "day");

-- CreateIndex
CREATE INDEX "MonthlyCount_unitId_month_idx" ON "MonthlyCount"("unitId", "month");

-- CreateIndex
CREATE INDEX "Figure_unitId_day_idx" ON "Figure"("unitId", "day");

-- CreateIndex
CREATE UNIQUE INDEX "Figure_measure_unitId_day_key" ON "Figure"("measure", "unitId", "day");

-- CreateIndex
CREATE INDEX "PeriodClosing_unitId_period_idx" ON "PeriodClosing"("unitId", "period");

-- CreateIndex
CREATE INDEX "Photo_activityId_idx" ON "Photo"("activityId");

-- CreateIndex
CREATE UNIQUE INDEX "ScheduleSlot_key_key" ON "ScheduleSlot"("key");

-- CreateIndex
CREATE INDEX "ScheduleSlot_at_idx" ON "ScheduleSlot"("at");

-- CreateIndex
CREATE INDEX "Service_unitId_idx" ON "Service"("unitId");
