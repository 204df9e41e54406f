-- CreateTable
CREATE TABLE "Unit" (
    "id" TEXT COLLATE "C" NOT NULL,
    "code" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "parentId" TEXT COLLATE "C",
    "fromDay" TEXT COLLATE "C" NOT NULL,
    "untilDay" TEXT COLLATE "C",
    "position" INTEGER NOT NULL,
    "oldNames" JSONB NOT NULL,
    "marks" JSONB NOT NULL,

    CONSTRAINT "Unit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UnitLink" (
    "id" TEXT COLLATE "C" NOT NULL,
    "fromUnitId" TEXT COLLATE "C" NOT NULL,
    "toUnitId" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "day" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "UnitLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UnitAncestor" (
    "id" TEXT COLLATE "C" NOT NULL,
    "unitId" TEXT COLLATE "C" NOT NULL,
    "ancestorId" TEXT COLLATE "C" NOT NULL,
    "depth" INTEGER NOT NULL,
    "fromDay" TEXT COLLATE "C" NOT NULL,
    "untilDay" TEXT COLLATE "C",

    CONSTRAINT "UnitAncestor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Person" (
    "id" TEXT COLLATE "C" NOT NULL,
    "calledAs" TEXT COLLATE "C" NOT NULL,
    "preferredAccountId" TEXT COLLATE "C",
    "consent" TEXT COLLATE "C",
    "consentVersion" INTEGER,
    "consentAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Account" (
    "id" TEXT COLLATE "C" NOT NULL,
    "personId" TEXT COLLATE "C" NOT NULL,
    "channel" TEXT COLLATE "C" NOT NULL,
    "accountHash" TEXT COLLATE "C" NOT NULL,
    "sealedAddress" TEXT COLLATE "C" NOT NULL,
    "state" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Role" (
    "id" TEXT COLLATE "C" NOT NULL,
    "personId" TEXT COLLATE "C" NOT NULL,
    "unitId" TEXT COLLATE "C" NOT NULL,
    "role" TEXT COLLATE "C" NOT NULL,
    "fromDay" TEXT COLLATE "C" NOT NULL,
    "untilDay" TEXT COLLATE "C",
    "invitationId" TEXT COLLATE "C",

    CONSTRAINT "Role_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" TEXT COLLATE "C" NOT NULL,
    "unitId" TEXT COLLATE "C" NOT NULL,
    "role" TEXT COLLATE "C" NOT NULL,
    "codeHash" TEXT COLLATE "C",
    "linkHash" TEXT COLLATE "C",
    "limit" INTEGER NOT NULL,
    "used" INTEGER NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "createdBy" TEXT COLLATE "C",
    "createdAt" TIMESTAMP(3) NOT NULL,
    "state" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "InvitationTry" (
    "id" TEXT COLLATE "C" NOT NULL,
    "accountHash" TEXT COLLATE "C" NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "InvitationTry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Inbound" (
    "id" TEXT COLLATE "C" NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Inbound_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Conversation" (
    "id" TEXT COLLATE "C" NOT NULL,
    "personId" TEXT COLLATE "C" NOT NULL,
    "sealedState" TEXT COLLATE "C" NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Conversation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OutboxRow" (
    "id" TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "accountId" TEXT COLLATE "C",
    "personId" TEXT COLLATE "C",
    "conversationId" TEXT COLLATE "C",
    "sealedPayload" TEXT COLLATE "C",
    "state" TEXT COLLATE "C" NOT NULL,
    "attempts" INTEGER NOT NULL,
    "notBefore" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "leaseUntil" TIMESTAMP(3),
    "because" TEXT COLLATE "C",
    "createdAt" TIMESTAMP(3) NOT NULL,
    "settledAt" TIMESTAMP(3),

    CONSTRAINT "OutboxRow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CheckIn" (
    "id" TEXT COLLATE "C" NOT NULL,
    "unitId" TEXT COLLATE "C" NOT NULL,
    "reporterId" TEXT COLLATE "C" NOT NULL,
    "period" TEXT COLLATE "C" NOT NULL,
    "late" BOOLEAN NOT NULL,
    "nothing" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "version" INTEGER NOT NULL,
    "withdrawn" BOOLEAN NOT NULL,

    CONSTRAINT "CheckIn_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HouseholdHelp" (
    "id" TEXT COLLATE "C" NOT NULL,
    "checkInId" TEXT COLLATE "C" NOT NULL,
    "unitId" TEXT COLLATE "C" NOT NULL,
    "day" TEXT COLLATE "C" NOT NULL,
    "version" INTEGER NOT NULL,
    "replacedById" TEXT COLLATE "C",
    "waiting" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "householdHash" TEXT COLLATE "C",
    "nameHash" TEXT COLLATE "C",
    "sealedName" TEXT COLLATE "C",
    "supports" JSONB NOT NULL,
    "valueVnd" BIGINT,
    "households" INTEGER NOT NULL,

    CONSTRAINT "HouseholdHelp_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HouseholdReached" (
    "id" TEXT COLLATE "C" NOT NULL,
    "checkInId" TEXT COLLATE "C" NOT NULL,
    "unitId" TEXT COLLATE "C" NOT NULL,
    "day" TEXT COLLATE "C" NOT NULL,
    "version" INTEGER NOT NULL,
    "replacedById" TEXT COLLATE "C",
    "waiting" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "householdHash" TEXT COLLATE "C" NOT NULL,
    "sealedName" TEXT COLLATE "C",
    "criteria" JSONB NOT NULL,
    "wholeSet" TEXT COLLATE "C",

    CONSTRAINT "HouseholdReached_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Activity" (
    "id" TEXT COLLATE "C" NOT NULL,
    "checkInId" TEXT COLLATE "C" NOT NULL,
    "unitId" TEXT COLLATE "C" NOT NULL,
    "day" TEXT COLLATE "C" NOT NULL,
    "version" INTEGER NOT NULL,
    "replacedById" TEXT COLLATE "C",
    "waiting" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "type" TEXT COLLATE "C" NOT NULL,
    "topics" JSONB NOT NULL,
    "participants" INTEGER,
    "campaign" TEXT COLLATE "C",
    "householdsInformed" INTEGER,
    "householdsCommitted" INTEGER,

    CONSTRAINT "Activity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ModelChange" (
    "id" TEXT COLLATE "C" NOT NULL,
    "checkInId" TEXT COLLATE "C" NOT NULL,
    "unitId" TEXT COLLATE "C" NOT NULL,
    "day" TEXT COLLATE "C" NOT NULL,
    "version" INTEGER NOT NULL,
    "replacedById" TEXT COLLATE "C",
    "waiting" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "model" TEXT COLLATE "C" NOT NULL,
    "change" TEXT COLLATE "C" NOT NULL,
    "activityId" TEXT COLLATE "C",

    CONSTRAINT "ModelChange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Nomination" (
    "id" TEXT COLLATE "C" NOT NULL,
    "checkInId" TEXT COLLATE "C" NOT NULL,
    "unitId" TEXT COLLATE "C" NOT NULL,
    "day" TEXT COLLATE "C" NOT NULL,
    "version" INTEGER NOT NULL,
    "replacedById" TEXT COLLATE "C",
    "waiting" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "sealedText" TEXT COLLATE "C" NOT NULL,
    "personOrFamily" TEXT COLLATE "C" NOT NULL,
    "proposedBy" TEXT COLLATE "C" NOT NULL,
    "decidedBy" TEXT COLLATE "C",
    "decidedAt" TIMESTAMP(3),

    CONSTRAINT "Nomination_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "YearlyFigure" (
    "id" TEXT COLLATE "C" NOT NULL,
    "checkInId" TEXT COLLATE "C" NOT NULL,
    "unitId" TEXT COLLATE "C" NOT NULL,
    "day" TEXT COLLATE "C" NOT NULL,
    "version" INTEGER NOT NULL,
    "replacedById" TEXT COLLATE "C",
    "waiting" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "year" INTEGER NOT NULL,
    "measure" TEXT COLLATE "C" NOT NULL,
    "value" DOUBLE PRECISION,
    "text" TEXT COLLATE "C",

    CONSTRAINT "YearlyFigure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MonthlyCount" (
    "id" TEXT COLLATE "C" NOT NULL,
    "checkInId" TEXT COLLATE "C" NOT NULL,
    "unitId" TEXT COLLATE "C" NOT NULL,
    "day" TEXT COLLATE "C" NOT NULL,
    "version" INTEGER NOT NULL,
    "replacedById" TEXT COLLATE "C",
    "waiting" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "month" TEXT COLLATE "C" NOT NULL,
    "found" INTEGER,
    "supported" INTEGER,

    CONSTRAINT "MonthlyCount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Figure" (
    "id" TEXT COLLATE "C" NOT NULL,
    "measure" TEXT COLLATE "C" NOT NULL,
    "unitId" TEXT COLLATE "C" NOT NULL,
    "day" TEXT COLLATE "C" NOT NULL,
    "n" BIGINT NOT NULL,

    CONSTRAINT "Figure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PeriodClosing" (
    "id" TEXT COLLATE "C" NOT NULL,
    "unitId" TEXT COLLATE "C" NOT NULL,
    "period" TEXT COLLATE "C" NOT NULL,
    "closedAt" TIMESTAMP(3) NOT NULL,
    "closedBy" TEXT COLLATE "C",
    "reopenedAt" TIMESTAMP(3),

    CONSTRAINT "PeriodClosing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Photo" (
    "id" TEXT COLLATE "C" NOT NULL,
    "activityId" TEXT COLLATE "C" NOT NULL,
    "fileName" TEXT COLLATE "C" NOT NULL,
    "sha256" TEXT COLLATE "C" NOT NULL,
    "bytes" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Photo_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Setting" (
    "id" TEXT COLLATE "C" NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "Setting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ScheduleSlot" (
    "id" TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "state" TEXT COLLATE "C" NOT NULL,
    "leaseUntil" TIMESTAMP(3),
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ScheduleSlot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Service" (
    "id" TEXT COLLATE "C" NOT NULL,
    "unitId" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "phone" TEXT COLLATE "C" NOT NULL,
    "calledOn" TEXT COLLATE "C",
    "retiredAt" TIMESTAMP(3),
    "enteredBy" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Service_pkey" PRIMARY KEY ("id")
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
