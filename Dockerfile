# Two stages: compile with the development packages, run without them.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.json tsconfig.build.json ./
COPY prisma prisma
COPY scripts scripts
COPY src src
# They are read once now, and again at a start that finds others (src/content/prepared-content.ts).
COPY prompts prompts
RUN npm ci

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATABASE_URL=file:/data/to-am.db
WORKDIR /app
COPY package.json package-lock.json ./
COPY scripts scripts
COPY --from=build /app/dist dist
RUN npm ci --omit=dev && npm cache clean --force
COPY prisma prisma
COPY prompts prompts
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "dist/main.js"]
