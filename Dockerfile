# One image for web, worker and migrator: they differ in the command alone. TypeScript runs as it is written, so nothing
# is compiled. tests/journeys/server-mode.all.test.ts carries out these very steps in a clean folder, and starts from there.
# The Node of the image is the one that `npm start` and the tests run on.
FROM node:24.21.0-bookworm-slim AS base
WORKDIR /app

# What runs in production, and nothing else. No install script is needed for that: natives come prebuilt, and the Node
# that one of them would fetch is in the image already.
FROM base AS build
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY packages/domain/package.json packages/domain/
COPY packages/application/package.json packages/application/
COPY packages/adapters/package.json packages/adapters/
COPY apps/http/package.json apps/http/
COPY apps/worker/package.json apps/worker/
COPY apps/cli/package.json apps/cli/
RUN npx --yes pnpm@12 install --prod --frozen-lockfile --ignore-scripts --filter '{./apps/*}...'
COPY packages packages
COPY apps apps
COPY deploy deploy

# The journeys of tests/, for docker-compose-tests.yml.
FROM base AS tests
COPY . .
RUN npx --yes pnpm@12 install --frozen-lockfile
ENTRYPOINT ["node", "node_modules/vitest/vitest.mjs", "run", "--mode", "all"]
CMD ["tests/journeys/server-mode.all.test.ts"]

FROM base AS app
# The code is root's: the process, which is nobody in particular, can read it and no more.
COPY --from=build /app /app
ENV NODE_ENV=production
ENV HOST=0.0.0.0
ENV PORT=8000
ENV DATA_DIR=/home/node/cinema
USER node
EXPOSE 8000
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --retries=3 CMD ["node", "deploy/is-ready.mjs"]
# As in scripts/app.mjs.
ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning", "--max-semi-space-size=8", "--initial-old-space-size=48", "--heap-growing-percent=30"]
CMD ["apps/http/src/main.ts"]
